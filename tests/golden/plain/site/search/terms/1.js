backfile("terms/1",{"after":" $'",
"alert":"¡$ĕ",
"cross":"¡#ċ",
"longer":"¡$č"})
