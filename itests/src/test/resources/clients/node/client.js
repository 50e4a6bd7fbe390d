// SFTP operations by ssh2-sftp-client: client.js PORT USER KEY, in the protocol of ScriptClient.
const { once } = require("events");
const fs = require("fs");
const readline = require("readline");
const SftpClient = require("ssh2-sftp-client");

const [port, user, key] = process.argv.slice(2);

function plain(method) {
  return (sftp, ...parameters) =>
    new Promise((done, failed) =>
      sftp.sftp[method](...parameters, (error) => (error ? failed(error) : done())),
    );
}

const setTimes = plain("utimes");
const makeLink = plain("symlink");

// Its get is content when everything has been read, which is before everything is in the file.
async function getInto(sftp, path, file, options) {
  try {
    await Promise.all([sftp.get(path, file, options), once(file, "close")]);
  } finally {
    file.destroy();
  }
}

class NoWordsForThat extends Error {}

const operations = {
  put: (sftp, file, path) => sftp.fastPut(file, path),
  get: (sftp, path, file) => getInto(sftp, path, fs.createWriteStream(file)),
  mkdir: async (sftp, path) => {
    if (await sftp.exists(path)) {
      // Its own mkdir looks too, and is content.
      await sftp.mkdir(path);
      throw new NoWordsForThat("no error");
    }
    await sftp.mkdir(path);
  },
  rmdir: (sftp, path) => sftp.rmdir(path),
  rm: (sftp, path) => sftp.delete(path),
  rename: (sftp, from, to) => sftp.rename(from, to),
  replace: (sftp, from, to) => sftp.posixRename(from, to),
  symlink: (sftp, target, link) => makeLink(sftp, target, link),
  list: async (sftp, path) => (await sftp.list(path)).map((entry) => entry.name).join("\0"),
  append: (sftp, file, path) => sftp.append(fs.readFileSync(file), path),
  "resume-up": async (sftp, file, path) => {
    const start = (await sftp.stat(path)).size;
    await sftp.put(fs.createReadStream(file, { start }), path, { writeStreamOptions: { flags: "r+", start } });
  },
  "resume-down": async (sftp, path, file) => {
    const start = fs.statSync(file).size;
    await getInto(sftp, path, fs.createWriteStream(file, { flags: "a" }), { readStreamOptions: { start } });
  },
  "put-as-it-is": async (sftp, file, path) => {
    const found = fs.statSync(file);
    await sftp.put(fs.createReadStream(file), path);
    await sftp.chmod(path, found.mode & 0o777);
    await setTimes(sftp, path, found.atimeMs / 1000, found.mtimeMs / 1000);
  },
  "put-tree": (sftp, tree, path) => sftp.uploadDir(tree, path),
  "get-tree": (sftp, path, tree) => sftp.downloadDir(path, tree),
  "rename-while-open": async (sftp, file, before, after) => {
    const content = fs.readFileSync(file);
    const half = content.length / 2;
    const out = sftp.createWriteStream(before);
    await new Promise((done, failed) => out.on("error", failed).write(content.subarray(0, half), done));
    await sftp.rename(before, after);
    await new Promise((done, failed) => out.on("error", failed).on("close", done).end(content.subarray(half)));
  },
};

async function perform(sftp, operation, parameters) {
  if (!(operation in operations)) {
    throw new NoWordsForThat("no command");
  }
  const output = await operations[operation](sftp, ...parameters);
  return operation === "list" ? output : "";
}

async function main() {
  const sftp = new SftpClient();
  await sftp.connect({ host: "127.0.0.1", port, username: user, privateKey: fs.readFileSync(key) });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [operation, ...parameters] = line.split(" ").map((word) => Buffer.from(word, "base64").toString());
    let answer = "ok";
    let text;
    try {
      text = await perform(sftp, operation, parameters);
    } catch (error) {
      const none = error instanceof NoWordsForThat;
      answer = none ? "none" : "failed";
      text = none ? error.message : String(error.stack);
    }
    console.log(answer + " " + Buffer.from(text).toString("base64"));
  }
  await sftp.end();
}

main();
