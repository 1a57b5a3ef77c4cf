backfile("terms/5",{"by:лебедева":"¢##",
"four":"¡&ą",
"zurich":"¡#h$h",
"zurich=zürich":"¡$#",
"открыт":"¢#&ć"})
