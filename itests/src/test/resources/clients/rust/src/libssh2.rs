//! libssh2, as Rust programs have it.

use crate::{Client, Failure, Upload};
use ssh2::{FileStat, OpenFlags, OpenType, RenameFlags, Session, Sftp};
use std::fs::{File, OpenOptions};
use std::io::{copy, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::path::Path;

pub struct Libssh2 {
    sftp: Sftp,
}

pub fn connect(port: u16, user: &str, key: &str) -> Result<Libssh2, Failure> {
    let mut session = Session::new()?;
    session.set_tcp_stream(TcpStream::connect(("127.0.0.1", port))?);
    session.handshake()?;
    session.userauth_pubkey_file(user, None, Path::new(key), None)?;
    Ok(Libssh2 { sftp: session.sftp()? })
}

impl Libssh2 {
    fn open(&self, path: &str, flags: OpenFlags) -> Result<ssh2::File, Failure> {
        Ok(self.sftp.open_mode(Path::new(path), flags, 0o644, OpenType::File)?)
    }
}

impl Client for Libssh2 {
    fn put(&self, file: &str, path: &str, upload: Upload) -> Result<(), Failure> {
        let mut local = File::open(file)?;
        let mut remote = match upload {
            Upload::Whole => self.open(path, OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::TRUNCATE)?,
            Upload::Append => self.open(path, OpenFlags::WRITE | OpenFlags::APPEND)?,
            Upload::Rest => self.open(path, OpenFlags::WRITE)?,
        };
        if upload == Upload::Rest {
            let size = remote.stat()?.size.unwrap_or(0);
            local.seek(SeekFrom::Start(size))?;
            remote.seek(SeekFrom::Start(size))?;
        }
        copy(&mut local, &mut remote)?;
        Ok(remote.close()?)
    }

    fn get(&self, path: &str, file: &str, rest: bool) -> Result<(), Failure> {
        let mut remote = self.open(path, OpenFlags::READ)?;
        let mut local = OpenOptions::new().create(true).write(true).truncate(!rest).open(file)?;
        remote.seek(SeekFrom::Start(local.seek(SeekFrom::End(0))?))?;
        copy(&mut remote, &mut local)?;
        Ok(())
    }

    fn mkdir(&self, path: &str) -> Result<(), Failure> {
        Ok(self.sftp.mkdir(Path::new(path), 0o755)?)
    }

    fn rmdir(&self, path: &str) -> Result<(), Failure> {
        Ok(self.sftp.rmdir(Path::new(path))?)
    }

    fn rm(&self, path: &str) -> Result<(), Failure> {
        Ok(self.sftp.unlink(Path::new(path))?)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Failure> {
        Ok(self.sftp.rename(Path::new(from), Path::new(to), Some(RenameFlags::empty()))?)
    }

    fn replace(&self, _from: &str, _to: &str) -> Result<bool, Failure> {
        Ok(false)
    }

    fn symlink(&self, target: &str, link: &str) -> Result<(), Failure> {
        Ok(self.sftp.symlink(Path::new(target), Path::new(link))?)
    }

    fn list(&self, path: &str) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        for (found, _) in self.sftp.readdir(Path::new(path))? {
            names.push(found.file_name().and_then(|name| name.to_str()).unwrap_or("").to_string());
        }
        Ok(names)
    }

    fn attributes(&self, path: &str, mode: u32, time: u32) -> Result<(), Failure> {
        let attributes = FileStat {
            size: None,
            uid: None,
            gid: None,
            perm: Some(mode),
            atime: Some(time.into()),
            mtime: Some(time.into()),
        };
        Ok(self.sftp.setstat(Path::new(path), attributes)?)
    }

    fn rename_while_open(&self, file: &str, before: &str, after: &str) -> Result<(), Failure> {
        let mut content = Vec::new();
        File::open(file)?.read_to_end(&mut content)?;
        let (first, second) = content.split_at(content.len() / 2);
        let mut remote = self.open(before, OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::TRUNCATE)?;
        remote.write_all(first)?;
        self.rename(before, after)?;
        remote.write_all(second)?;
        Ok(remote.close()?)
    }
}
