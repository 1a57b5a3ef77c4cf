backfile("terms/2",{"bank":"¢#ĳ",
"boat":"¢#ķ",
"crowd":"¢#ī",
"hurt":"¡#ĩ",
"letter":" #d",
"plant":"¡#ŕ",
"sinc":"¡#Ļ",
"worker":"¡#ŋ"})
