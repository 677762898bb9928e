//! Whom to phone, as the hub last said it, on disk: whoever starts without the hub sees it all the same.

use super::paths::make_folder;
use crate::clock::Clock;
use crate::directory::digest::sha256_hex;
use crate::domain::people::Person;
use crate::tui::stage::{Remembered, Stage};
use crate::tui::words::when;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The file of one hub, as one of its users sees it: who may see numbers, another may not.
#[derive(Clone, Debug)]
pub struct Phones(PathBuf);

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    /// When the hub said so, by this machine's clock.
    at: Timestamp,
    people: Vec<Person>,
}

impl Phones {
    /// Of the hub at this address, in the user's own folder; `asks_as` is [`crate::client::connection::Hub::asks_as`].
    pub fn of(folder: &Path, hub: &str, asks_as: &str) -> Phones {
        let name = &sha256_hex(format!("{hub}\n{asks_as}").as_bytes())[..16];
        Phones(folder.join(format!("{name}.json")))
    }

    /// Has the screen show those who were known, with how long ago that was, until the hub says who there is.
    pub fn restore(&self, stage: &mut Stage) {
        // Without it the screen says as little as it would have; the next answer of the hub makes it anew.
        let known = std::fs::read(&self.0).ok();
        let known = known.and_then(|json| serde_json::from_slice::<Known>(&json).ok());
        if let Some(known) = known {
            show(stage, known, Clock::real().now());
        }
    }

    /// Keeps those who have a duty, as this user may see them. Off this thread: the disk may be slow.
    pub fn keep(&self, people: &[Person]) {
        let (path, known) = (self.0.clone(), known(people, Clock::real().now()));
        tokio::task::spawn_blocking(move || {
            if let Err(error) = write(&path, &known) {
                tracing::warn!("whom to phone could not be kept in {}: {error}", path.display());
            }
        });
    }
}

/// What is needed to phone somebody, and nothing else of them.
fn known(people: &[Person], at: Timestamp) -> Known {
    let people = people.iter().filter(|person| !person.duties.is_empty());
    let needed = people.map(|person| Person {
        id: person.id.clone(),
        name: person.name.clone(),
        duties: person.duties.clone(),
        phone: person.phone.clone(),
        email: None,
        timezone: None,
        deputy: None,
        backup_region: None,
        languages: Vec::new(),
    });
    Known {
        at,
        people: needed.collect(),
    }
}

fn show(stage: &mut Stage, known: Known, now: Timestamp) {
    let at = when::clock(known.at, now, &stage.setting.zone);
    let ago = when::age(known.at, now);
    stage.remembered = Some(Remembered {
        as_of: format!("as of {at}, {ago} before this start"),
        people: known.people,
    });
}

/// In place of what was there, at once or not at all, and for this user alone.
fn write(path: &Path, known: &Known) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(io::Error::other)?;
    }
    // Each program its own: several may write at once.
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    open.open(&fresh)?.write_all(&serde_json::to_vec(known)?)?;
    std::fs::rename(&fresh, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn person(id: &str, duties: &[&str], phone: Option<&str>) -> Person {
        serde_json::from_value(serde_json::json!({
            "id": id, "name": format!("{id} by name"), "duties": duties, "phone": phone, "email": "x@example.test",
            "timezone": "Europe/Berlin", "languages": ["de"],
        }))
        .unwrap()
    }

    #[test]
    fn those_with_a_duty_are_kept_with_their_numbers_and_nothing_else_for_this_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let of = |hub: &str, token: &str| Phones::of(&folder.path().join("phones"), hub, token).0;
        let file = |hub: &str| of(hub, "dana's token");
        let people = [
            person("dana", &["commander", "ceo"], Some("+49 30 7654321")),
            // Whoever may not see a number is told none.
            person("omar", &["cs_lead"], None),
            person("lisa", &[], Some("+49 30 1")),
        ];
        let at: Timestamp = "2026-03-02T14:00:00Z".parse().unwrap();
        for _ in 0..2 {
            write(&file("hub.test:443"), &known(&people, at)).unwrap();
        }
        let text = std::fs::read_to_string(file("hub.test:443")).unwrap();
        assert_eq!(
            text,
            r#"{"at":"2026-03-02T14:00:00Z","people":[{"id":"dana","name":"dana by name","duties":["commander","ceo"],"phone":"+49 30 7654321"},{"id":"omar","name":"omar by name","duties":["cs_lead"]}]}"#
        );
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file("hub.test:443")), 0o600);
        assert_eq!(mode(&folder.path().join("phones")), 0o700);
        assert_eq!(
            std::fs::read_dir(folder.path().join("phones")).unwrap().count(),
            1
        );
        assert!(!file("another.test:443").exists());
        assert!(
            !of("hub.test:443", "the wall's token").exists(),
            "the wall is shown no numbers"
        );
    }
}
