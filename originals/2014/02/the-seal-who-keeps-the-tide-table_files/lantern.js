document.querySelector("#cookie-bar button").onclick = function () { this.parentNode.remove(); };
