backfile("terms/4",{"again":"¡#đ",
"clerk":"¡$ğ",
"could":"¡$ć",
"pictur":" $ď",
"place:larkfield":"¡##",
"source:echo":"¡##",
"tag:river":" $#¡##",
"thre":"¡$)"})
