backfile("terms/2",{"boat":"¡#ĩ",
"council":"¡$$|",
"even":"¡$ě",
"letter":" ##",
"tag:storms":" $#"})
