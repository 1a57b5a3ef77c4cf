backfile("shown/0-0",[["Ohne Datum","undated/undated.html","","","Five."]])
