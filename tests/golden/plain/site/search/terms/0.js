backfile("terms/0",{"articl":" $ĝ",
"ida":"¡#oã",
"long":"¡$f",
"never":" #č¡$đ",
"saf":" #ď",
"steer":"¡#ħ"})
