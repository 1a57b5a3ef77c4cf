backfile("terms/4",{"by:анна":"¢##",
"datum":" #%",
"tag:나루":"¢$#",
"that":"¡#%",
"thre":"¡%ą",
"to":"¡#ć$%%%&%"})
