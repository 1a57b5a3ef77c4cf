// Runs a function of tests in what templates/assets/search.js defines: reads {program, input} from the standard input,
// prints what the program makes of the input. `openSite(folder, known)` opens the index of a built site from its files.
"use strict";
const fs = require("node:fs"), path = require("node:path"), vm = require("node:vm");
const { program, input } = JSON.parse(fs.readFileSync(0, "utf-8"));
const script = process.argv[2] ?? path.join(__dirname, "../templates/assets/search.js");
const context = vm.createContext({ TextEncoder, console, performance });
vm.runInContext(fs.readFileSync(script, "utf-8"), context);
const loaded = [];
context.loaded = loaded;
context.read = (folder, name) => {
  const text = fs.readFileSync(path.join(folder, "search", `${name}.js`), "utf-8");
  loaded.push([name, Buffer.byteLength(text)]);
  return text;
};
vm.runInContext(
  `const openSite = (folder, known) => {
     const files = new Map();
     return openIndex(known, async (name) => {
       globalThis.backfile = (name, data) => files.set(name, data);
       if (!files.has(name)) (0, eval)(read(folder, name));
       return files.get(name);
     });
   };`,
  context,
);
Promise.resolve(vm.runInContext(program, context)(input)).then(
  (made) => process.stdout.write(JSON.stringify(made)),
  (error) => { console.error(error); process.exitCode = 1; },
);
