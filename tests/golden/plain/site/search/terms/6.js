backfile("terms/6",{"hour":"¡$+",
"marsh":"¡#p",
"meet":"¡$iË",
"miss":" $ē",
"section:news":" $#¡##$#",
"source:the":"¡##",
"tag:ferries":"¡##"})
