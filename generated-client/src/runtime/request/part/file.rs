//! Files on disk. They are opened before anything is sent, so that a missing file is an early
//! error, and read while they are sent.

use std::fs::Metadata;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::transport::body::Body;

const CHUNK: usize = 64 * 1024;

/// Returns whether reading the file once leaves it as it was: not that of a pipe or a device.
pub(super) fn is_regular(path: &Path) -> bool {
    // The error of a missing file is that of opening it.
    std::fs::metadata(path).map_or(true, |file| !is_special(&file))
}

fn is_special(file: &Metadata) -> bool {
    !file.is_file() && !file.is_dir()
}

pub(super) fn open(path: &Path) -> std::io::Result<Body> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a directory"));
    }
    if is_special(&metadata) {
        // Opening a pipe waits for the other side, which must not hold up the executor.
        let path = path.to_owned();
        let open = Box::pin(async move { tokio::fs::File::open(path).await });
        return Ok(Body::stream(Chunks::Opening(open), None));
    }
    let mut file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > 0 {
        // Bytes that are appended meanwhile are not sent: the length is announced already.
        let file = tokio::fs::File::from_std(file).take(length);
        return Ok(Body::stream(Chunks::Open(Box::pin(file)), Some(length)));
    }
    // The files of `/proc` have content and no length.
    let mut first = vec![0; CHUNK];
    let read = file.read(&mut first)?;
    if read == 0 {
        return Ok(Body::empty());
    }
    first.truncate(read);
    let file = tokio::fs::File::from_std(file);
    let rest = AsyncReadExt::chain(std::io::Cursor::new(first), file);
    Ok(Body::stream(Chunks::Open(Box::pin(rest)), None))
}

/// The chunks of a file.
enum Chunks {
    Opening(BoxFuture<'static, std::io::Result<tokio::fs::File>>),
    Open(Pin<Box<dyn AsyncRead + Send>>),
}

impl Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut *self {
                Chunks::Opening(file) => match ready!(file.as_mut().poll(cx)) {
                    Ok(file) => *self = Chunks::Open(Box::pin(file)),
                    Err(error) => return Poll::Ready(Some(Err(error.into()))),
                },
                Chunks::Open(file) => return poll_chunk(file.as_mut(), cx),
            }
        }
    }
}

fn poll_chunk(
    file: Pin<&mut (dyn AsyncRead + Send)>,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, BoxError>>> {
    let mut chunk = vec![0; CHUNK];
    let mut buffer = ReadBuf::new(&mut chunk);
    let read = ready!(file.poll_read(cx, &mut buffer));
    let length = buffer.filled().len();
    chunk.truncate(length);
    Poll::Ready(match read {
        Err(error) => Some(Err(error.into())),
        Ok(()) if length == 0 => None,
        Ok(()) => Some(Ok(chunk.into())),
    })
}
