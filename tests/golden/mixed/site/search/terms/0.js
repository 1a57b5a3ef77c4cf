backfile("terms/0",{"day":"¡&)",
"her":"¡&ď",
"tag:мосты":"¢##",
"tag:루터":"¢$#",
"withheld":"¡&ĉ",
"다시":"¢$*ą"})
