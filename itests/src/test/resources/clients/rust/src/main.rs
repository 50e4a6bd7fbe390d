//! SFTP operations by russh or libssh2 (the crate ssh2): rust-clients LIBRARY PORT USER KEY, in the protocol of ScriptClient.

mod libssh2;
mod russh;

use base64::{engine::general_purpose::STANDARD, Engine};
use std::io::{BufRead, Write};

pub type Failure = Box<dyn std::error::Error>;

/// Where the content of an upload goes.
#[derive(Clone, Copy, PartialEq)]
pub enum Upload {
    Whole,
    Append,
    /// What the file on the server lacks.
    Rest,
}

pub trait Client {
    fn put(&self, file: &str, path: &str, upload: Upload) -> Result<(), Failure>;
    /// Adds what a local file lacks.
    fn get(&self, path: &str, file: &str, rest: bool) -> Result<(), Failure>;
    fn mkdir(&self, path: &str) -> Result<(), Failure>;
    fn rmdir(&self, path: &str) -> Result<(), Failure>;
    fn rm(&self, path: &str) -> Result<(), Failure>;
    fn rename(&self, from: &str, to: &str) -> Result<(), Failure>;
    /// False if there is no way to ask for that.
    fn replace(&self, from: &str, to: &str) -> Result<bool, Failure>;
    fn symlink(&self, target: &str, link: &str) -> Result<(), Failure>;
    fn list(&self, path: &str) -> Result<Vec<String>, Failure>;
    fn attributes(&self, path: &str, mode: u32, time: u32) -> Result<(), Failure>;
    fn rename_while_open(&self, file: &str, before: &str, after: &str) -> Result<(), Failure>;
}

/// None if the library has no words for it.
fn perform(client: &dyn Client, words: &[String]) -> Result<Option<String>, Failure> {
    let word = |at: usize| words[at].as_str();
    match word(0) {
        "put" => client.put(word(1), word(2), Upload::Whole)?,
        "append" => client.put(word(1), word(2), Upload::Append)?,
        "resume-up" => client.put(word(1), word(2), Upload::Rest)?,
        "get" => client.get(word(1), word(2), false)?,
        "resume-down" => client.get(word(1), word(2), true)?,
        "mkdir" => client.mkdir(word(1))?,
        "rmdir" => client.rmdir(word(1))?,
        "rm" => client.rm(word(1))?,
        "rename" => client.rename(word(1), word(2))?,
        "replace" => {
            if !client.replace(word(1), word(2))? {
                return Ok(None);
            }
        }
        "symlink" => client.symlink(word(1), word(2))?,
        "list" => return Ok(Some(client.list(word(1))?.join("\0"))),
        "put-as-it-is" => {
            use std::os::unix::fs::MetadataExt;
            let found = std::fs::metadata(word(1))?;
            client.put(word(1), word(2), Upload::Whole)?;
            client.attributes(word(2), found.mode() & 0o777, found.mtime() as u32)?;
        }
        "rename-while-open" => client.rename_while_open(word(1), word(2), word(3))?,
        _ => return Ok(None),
    }
    Ok(Some(String::new()))
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let (port, user, key) = (arguments[2].parse()?, &arguments[3], &arguments[4]);
    let client: Box<dyn Client> = match arguments[1].as_str() {
        "russh" => Box::new(russh::connect(port, user, key)?),
        _ => Box::new(libssh2::connect(port, user, key)?),
    };
    for line in std::io::stdin().lock().lines() {
        let mut words = Vec::new();
        for word in line?.split(' ') {
            words.push(String::from_utf8(STANDARD.decode(word)?)?);
        }
        let (answer, output) = match perform(client.as_ref(), &words) {
            Ok(Some(output)) => ("ok", output),
            Ok(None) if words[0].ends_with("-tree") => ("none", "file by file".to_string()),
            Ok(None) => ("none", "no command".to_string()),
            Err(failure) => ("failed", failure.to_string()),
        };
        println!("{} {}", answer, STANDARD.encode(output));
        std::io::stdout().flush()?;
    }
    Ok(())
}
