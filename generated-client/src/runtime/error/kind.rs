//! The cases of an error.

/// The cases of [`Error`](crate::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as configured.
    Config,
    /// The call was not sent: a value cannot be encoded, a path value is empty, no credential
    /// matches, or the call is not idempotent and would be repeated for the next page.
    InvalidRequest,
    /// The call was not sent: the token provider returned no token.
    Token,
    /// No connection could be made, or the server refused the call unprocessed (HTTP/2). The server
    /// has not processed it.
    Connect,
    /// The connection could not be secured: the server is not trusted, or does not trust the
    /// client. It has not received the call.
    Tls,
    /// A time limit was exceeded. The server may have received the call.
    Timeout,
    /// The connection broke. The server may have received the call.
    Connection,
    /// The file or stream that was sent could not be read, or is not as long as announced. The
    /// server may have received a part of it.
    Upload,
    /// The server responded with an error status (or a redirect that is not followed).
    Status,
    /// The server responded with success, and a body that does not match its documentation.
    Decode,
    /// The body of the response is longer than the limit.
    TooLarge,
    /// The response arrived, and the file for it could not be written.
    File,
    /// A long-running job did not succeed, or did not end in time.
    Job,
}
