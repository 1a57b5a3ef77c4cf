backfile("terms/7",{"by:김나":"¢$#",
"first":"¡#ċ",
"fiv":" #ą",
"is":"¡&č",
"ohn":" ##",
"year":"¡#'$)",
"김나":"¢$d"})
