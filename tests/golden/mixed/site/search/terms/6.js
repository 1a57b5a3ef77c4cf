backfile("terms/6",{"korea":"¡#d$d%d&d",
"month":"¡%)",
"the":"¡#ĉ$'%'&(ă",
"two":"¡#ą",
"анна":"¢#d",
"루터":"¢$&k¿"})
