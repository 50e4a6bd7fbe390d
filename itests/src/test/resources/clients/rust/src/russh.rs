//! russh with russh-sftp: SSH and SFTP in Rust alone.

use crate::{Client, Failure, Upload};
use ::russh::client::{self, Handle, Handler};
use ::russh::keys::{load_secret_key, PrivateKeyWithHashAlg, PublicKey};
use russh_sftp::client::{fs::File, fs::Metadata, SftpSession};
use russh_sftp::protocol::OpenFlags;
use std::sync::Arc;
use tokio::io::{copy, AsyncSeekExt, AsyncWriteExt};
use tokio::runtime::{Builder, Runtime};

struct AnyServer;

impl Handler for AnyServer {
    type Error = ::russh::Error;

    async fn check_server_key(&mut self, _key: &PublicKey) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

pub struct Russh {
    runtime: Runtime,
    sftp: SftpSession,
    /// Ends the connection when it goes.
    _session: Handle<AnyServer>,
}

pub fn connect(port: u16, user: &str, key: &str) -> Result<Russh, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (sftp, session) = runtime.block_on(async {
        let config = Arc::new(client::Config::default());
        let mut session = client::connect(config, ("127.0.0.1", port), AnyServer).await?;
        let key = PrivateKeyWithHashAlg::new(Arc::new(load_secret_key(key, None)?), None);
        if !session.authenticate_publickey(user, key).await?.success() {
            return Err::<_, Failure>("the key was refused".into());
        }
        let channel = session.channel_open_session().await?;
        channel.request_subsystem(true, "sftp").await?;
        Ok((SftpSession::new(channel.into_stream()).await?, session))
    })?;
    Ok(Russh { runtime, sftp, _session: session })
}

async fn close(mut remote: File) -> Result<(), Failure> {
    remote.flush().await?;
    Ok(remote.shutdown().await?)
}

const NEW: OpenFlags = OpenFlags::WRITE.union(OpenFlags::CREATE).union(OpenFlags::TRUNCATE);

impl Client for Russh {
    fn put(&self, file: &str, path: &str, upload: Upload) -> Result<(), Failure> {
        self.runtime.block_on(async {
            let mut local = tokio::fs::File::open(file).await?;
            let flags = match upload {
                Upload::Whole => NEW,
                Upload::Append => OpenFlags::WRITE | OpenFlags::APPEND,
                Upload::Rest => OpenFlags::WRITE,
            };
            let mut remote = self.sftp.open_with_flags(path, flags).await?;
            if upload == Upload::Rest {
                let size = remote.metadata().await?.size.unwrap_or(0);
                local.seek(std::io::SeekFrom::Start(size)).await?;
                remote.seek(std::io::SeekFrom::Start(size)).await?;
            }
            copy(&mut local, &mut remote).await?;
            close(remote).await
        })
    }

    fn get(&self, path: &str, file: &str, rest: bool) -> Result<(), Failure> {
        self.runtime.block_on(async {
            let mut remote = self.sftp.open(path).await?;
            let mut local = tokio::fs::OpenOptions::new().create(true).write(true).truncate(!rest).open(file).await?;
            let at = local.seek(std::io::SeekFrom::End(0)).await?;
            remote.seek(std::io::SeekFrom::Start(at)).await?;
            copy(&mut remote, &mut local).await?;
            local.flush().await?;
            close(remote).await
        })
    }

    fn mkdir(&self, path: &str) -> Result<(), Failure> {
        Ok(self.runtime.block_on(self.sftp.create_dir(path))?)
    }

    fn rmdir(&self, path: &str) -> Result<(), Failure> {
        Ok(self.runtime.block_on(self.sftp.remove_dir(path))?)
    }

    fn rm(&self, path: &str) -> Result<(), Failure> {
        Ok(self.runtime.block_on(self.sftp.remove_file(path))?)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Failure> {
        Ok(self.runtime.block_on(self.sftp.rename(from, to))?)
    }

    fn replace(&self, _from: &str, _to: &str) -> Result<bool, Failure> {
        Ok(false)
    }

    /// In the order that the library asks for.
    fn symlink(&self, target: &str, link: &str) -> Result<(), Failure> {
        Ok(self.runtime.block_on(self.sftp.symlink(link, target))?)
    }

    fn list(&self, path: &str) -> Result<Vec<String>, Failure> {
        Ok(self.runtime.block_on(self.sftp.read_dir(path))?.map(|entry| entry.file_name()).collect())
    }

    fn attributes(&self, path: &str, mode: u32, time: u32) -> Result<(), Failure> {
        let attributes = Metadata { permissions: Some(mode), atime: Some(time), mtime: Some(time), ..Metadata::empty() };
        Ok(self.runtime.block_on(self.sftp.set_metadata(path, attributes))?)
    }

    fn rename_while_open(&self, file: &str, before: &str, after: &str) -> Result<(), Failure> {
        let content = std::fs::read(file)?;
        let (first, second) = content.split_at(content.len() / 2);
        self.runtime.block_on(async {
            let mut remote = self.sftp.open_with_flags(before, NEW).await?;
            remote.write_all(first).await?;
            remote.flush().await?;
            self.sftp.rename(before, after).await?;
            remote.write_all(second).await?;
            close(remote).await
        })
    }
}
