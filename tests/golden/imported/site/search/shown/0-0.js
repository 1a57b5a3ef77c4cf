backfile("shown/0-0",[["Ein Brief","1987/06/a-letter.html","June 1987","","Written with the line ends of another system."]])
