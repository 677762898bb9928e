//! The header a source is asked with, made from its token file and never shown.

use super::FetchError;
use reqwest::header::{HeaderName, HeaderValue};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// How a token is sent unless the source says otherwise.
pub const BEARER: &str = "Authorization: Bearer {token}";

/// Where the token goes in a header's text.
const PLACE: &str = "{token}";

/// No token is longer, in bytes.
const LONGEST: u64 = 16 * 1024;

/// A header of a request. Its value is a secret.
#[derive(Clone)]
pub struct Header {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: (secret)", self.name)
    }
}

impl Header {
    /// Fills the token of the file into the text. The file is read each time, so that a new token needs no restart.
    ///
    /// # Errors
    /// A sentence saying what is wrong with the file, when it cannot be read, others may read it, or it holds
    /// anything but one word of visible ASCII.
    pub fn with_token(text: &str, file: &Path) -> Result<Header, FetchError> {
        let token = word(file).map_err(|why| FetchError::Token(format!("the token file {file:?} {why}")))?;
        Header::of(&text.replace(PLACE, &token)).map_err(FetchError::Token)
    }

    /// A header without a token, `X-Api-Version: 3`.
    pub fn plain(text: &str) -> Result<Header, FetchError> {
        Header::of(text).map_err(FetchError::Token)
    }

    fn of(text: &str) -> Result<Header, String> {
        // The text may hold the token by now, so none of it is told.
        let wrong = || "the source's header is not of the form \"Name: value\"".to_owned();
        let (name, value) = text.split_once(':').ok_or_else(wrong)?;
        let name = HeaderName::try_from(name.trim()).map_err(|_| wrong())?;
        let mut value = HeaderValue::try_from(value.trim()).map_err(|_| wrong())?;
        value.set_sensitive(true);
        Ok(Header { name, value })
    }
}

/// What is wrong with a header's text, before there is a token.
pub fn fault(text: &str, has_token: bool) -> Option<String> {
    if let Err(why) = Header::of(&text.replace(PLACE, "token")) {
        return Some(why);
    }
    match (text.contains(PLACE), has_token) {
        (true, false) => Some(format!(
            "the header has a place for {PLACE} and there is no token_file"
        )),
        (false, true) => Some(format!(
            "the header has no place for the token; write {PLACE} where it goes, as in {BEARER:?}"
        )),
        (true, true) | (false, false) => None,
    }
}

/// The secret that a file holds alone.
///
/// # Errors
/// The rest of a sentence that begins with the file: it cannot be read, others may read it, or it holds something else.
pub fn word(path: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    // Before it is opened: a pipe would wait for somebody to write.
    let known = path.metadata().map_err(unreadable)?;
    if !known.is_file() {
        return Err("is not a file".to_owned());
    }
    let mode = known.permissions().mode() & 0o777;
    // A service's group may read it; nobody else, and only the owner writes.
    if mode & 0o037 != 0 {
        return Err(format!(
            "is open to others (mode {mode:03o}); run chmod 600 on it"
        ));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LONGEST + 1)
        .read_to_string(&mut text)
        .map_err(|_| "is not text".to_owned())?;
    let token = text.trim();
    match token {
        "" => Err("is empty".to_owned()),
        _ if text.len() as u64 > LONGEST => Err("is too long to hold a token".to_owned()),
        _ if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err("holds more than one word of plain ASCII; it must hold the token alone".to_owned())
        }
        _ => Ok(token.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: &[u8], mode: u32) -> tempfile::TempPath {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        file.into_temp_path()
    }

    #[test]
    fn a_token_is_filled_in_and_never_shown() {
        for mode in [0o600, 0o400, 0o640] {
            let path = file(b"s3cr3t\n", mode);
            let header = Header::with_token("Authorization: Token token={token}", &path).unwrap();
            assert_eq!(header.value.to_str().unwrap(), "Token token=s3cr3t");
            assert_eq!(
                format!("{header:?} {:?}", header.value),
                "authorization: (secret) Sensitive"
            );
        }
    }

    #[test]
    fn a_token_file_that_is_not_right_is_refused_without_telling_the_token() {
        for (content, mode, told) in [
            (&b"s3cr3t"[..], 0o644, "mode 644"),
            (b"s3cr3t", 0o660, "chmod 600"),
            (b"  \n", 0o600, "is empty"),
            (b"s3cr3t\x1b[31m", 0o600, "one word"),
            (b"s3cr3t\nother", 0o600, "one word"),
            ("s3cr3t\u{202e}".as_bytes(), 0o600, "one word"),
            (b"s3cr3t\xff", 0o600, "is not text"),
            (&[b's'; 20_000], 0o600, "too long"),
        ] {
            let path = file(content, mode);
            let refused = Header::with_token(BEARER, &path).unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
            assert!(
                !refused.contains("s3cr3t") && !refused.contains("ssss"),
                "{refused}"
            );
        }
        let nowhere = Header::with_token(BEARER, Path::new("/nowhere/token"))
            .unwrap_err()
            .to_string();
        assert!(
            nowhere.contains("/nowhere/token") && nowhere.contains("cannot be read"),
            "{nowhere}"
        );
        assert!(Header::with_token(BEARER, Path::new("/dev")).is_err());
    }

    #[test]
    fn a_header_is_checked_before_there_is_a_token() {
        assert_eq!(fault(BEARER, true), None);
        assert_eq!(fault("X-Api-Version: 3", false), None);
        for (wrong, has_token) in [
            ("Bearer", true),
            ("a b: {token}", true),
            ("X: y\nZ: {token}", true),
        ] {
            assert!(
                fault(wrong, has_token).unwrap().contains("Name: value"),
                "{wrong:?}"
            );
        }
        assert!(fault(BEARER, false).unwrap().contains("token_file"));
        assert!(fault("X-Key: key", true).unwrap().contains("{token}"));
    }
}
