backfile("terms/1",{"after":"¢#.ĕ",
"both":"¢#ı",
"cross":"¢#ď",
"end":" #č",
"mend":"¢#ŋ",
"out":"¡#*ď",
"sold":"¢#Ƒ",
"spring":"¡#Ŀ"})
