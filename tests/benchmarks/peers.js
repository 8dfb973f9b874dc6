// Fills one template many times with carbone or docxtemplater, in one process, as their own guides say.
// node peers.js FOLDER_OF_PACKAGES ENGINE TEMPLATE DATA WARM RUNS OUT; prints the milliseconds of each run as JSON.
"use strict";
const fs = require("fs");
const { createRequire } = require("module");
const path = require("path");

const [packages, engine, template, data, warm, runs, out] = process.argv.slice(2);
const load = createRequire(path.join(packages, "from.js"));
const words = JSON.parse(fs.readFileSync(data, "utf8"));

function byDocxtemplater() {
  const PizZip = load("pizzip");
  const Docxtemplater = load("docxtemplater");
  const content = fs.readFileSync(template); // once: the others may read it again each time
  return async () => {
    const filled = new Docxtemplater(new PizZip(content), { paragraphLoop: true });
    filled.render(words);
    return filled.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

function byCarbone() {
  const carbone = load("carbone");
  return () =>
    new Promise((done, failed) => {
      carbone.render(template, words, {}, (error, result) => (error ? failed(error) : done(result)));
    });
}

(async () => {
  const fill = { docxtemplater: byDocxtemplater, carbone: byCarbone }[engine]();
  const wall = [];
  const processor = [];
  let filled;
  for (let run = 0; run < Number(warm) + Number(runs); run++) {
    const before = process.cpuUsage();
    const start = process.hrtime.bigint();
    filled = await fill();
    const took = Number(process.hrtime.bigint() - start) / 1e6;
    const used = process.cpuUsage(before);
    if (run >= Number(warm)) {
      wall.push(took);
      processor.push((used.user + used.system) / 1e3);
    }
  }
  fs.writeFileSync(out, filled);
  process.stdout.write(JSON.stringify({ version: load(`${engine}/package.json`).version, wall, processor }));
  process.exit(0);
})();
