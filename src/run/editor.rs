//! Somebody's own editor on a text: a file only they can read, and nothing lost however the editor ends.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use thiserror::Error;
use uuid::Uuid;

/// Where a text waits that was edited and not taken over.
#[derive(Debug, Error)]
pub enum EditorError {
    #[error("no text can be handed to an editor: {0}")]
    NoFile(io::Error),
    #[error(
        "nothing was taken over: there is no editor {editor:?}; set EDITOR to one that is here (export EDITOR=nano). \
         Your text is kept in {}",
        file.display()
    )]
    Missing { editor: String, file: PathBuf },
    #[error("nothing was taken over: the editor {how}. Your text is kept in {}", file.display())]
    Failed { how: String, file: PathBuf },
    #[error("what the editor left cannot be read: {why}. It is kept in {}", file.display())]
    Unreadable { why: io::Error, file: PathBuf },
}

/// The editor as people set it: `EDITOR`, else `VISUAL`, else vi.
pub fn chosen(env: &dyn Fn(&str) -> Option<String>) -> String {
    let set = |name| env(name).filter(|value| !value.trim().is_empty());
    set("EDITOR")
        .or_else(|| set("VISUAL"))
        .unwrap_or_else(|| "vi".to_owned())
}

/// Opens the editor on a text, waits for it, and gives the text it left. It has the terminal meanwhile.
///
/// # Errors
/// It is not there or ended badly; the text is then kept, and the sentence says where.
pub fn edit(editor: &str, text: &str, folder: &Path) -> Result<String, EditorError> {
    let file = keep(text, folder).map_err(EditorError::NoFile)?;
    // As git does: what is set may have arguments of its own.
    let ended = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg(editor)
        .arg(&file)
        .status();
    let how = match ended {
        Ok(status) if status.success() => {
            let text = std::fs::read_to_string(&file).map_err(|why| EditorError::Unreadable {
                why,
                file: file.clone(),
            })?;
            // Taken over; a copy that stays behind harms nobody.
            let _ = std::fs::remove_file(&file);
            return Ok(text);
        }
        // What a shell says of a program it cannot find or run.
        Ok(status) if matches!(status.code(), Some(126 | 127)) => {
            let editor = editor.to_owned();
            return Err(EditorError::Missing { editor, file });
        }
        Ok(status) => ended_with(status),
        Err(error) => format!("cannot be started ({error})"),
    };
    Err(EditorError::Failed { how, file })
}

/// Keeps a text where only this user can read it.
///
/// # Errors
/// Those of the disk.
pub fn keep(text: &str, folder: &Path) -> io::Result<PathBuf> {
    let file = folder.join(format!("warroom-report-{}.md", Uuid::new_v4().simple()));
    let mut open = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)?;
    open.write_all(text.as_bytes())?;
    Ok(file)
}

fn ended_with(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with status {code}"),
        None => "was ended by a signal".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn what_the_editor_leaves_is_taken_over_and_the_file_goes() {
        let folder = folder();
        let text = edit("sed -i s/words/better/", "words\n", folder.path()).unwrap();
        assert_eq!(text, "better\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_editor_that_ends_badly_or_is_not_there_loses_nothing() {
        let folder = folder();
        for (editor, said) in [
            ("sh -c 'echo mine >> \"$0\"; exit 3'", "ended with status 3"),
            ("no-such-editor-anywhere", "set EDITOR"),
        ] {
            let error = edit(editor, "words\n", folder.path()).unwrap_err();
            let sentence = error.to_string();
            assert!(sentence.contains(said), "{sentence}");
            let (EditorError::Failed { file, .. } | EditorError::Missing { file, .. }) = error else {
                panic!("{sentence}")
            };
            assert!(sentence.contains(file.to_str().unwrap()));
            assert!(std::fs::read_to_string(&file).unwrap().starts_with("words\n"));
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn the_editor_is_the_one_that_is_set() {
        let set = |pairs: &'static [(&str, &str)]| {
            chosen(&move |name| {
                let found = pairs.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(set(&[("EDITOR", "nano"), ("VISUAL", "emacs")]), "nano");
        assert_eq!(set(&[("EDITOR", " "), ("VISUAL", "code --wait")]), "code --wait");
        assert_eq!(set(&[]), "vi");
    }
}
