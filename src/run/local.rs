//! Where the local room is, and whose: this user's own, or shared with a group of this machine.

use super::paths::check_socket;
use super::settings::{Settings, open_shared_store, open_store};
use crate::config;
use crate::hub::logins::{Owner, is_member, login};
use crate::store::Store;
use anyhow::{Context, Result, anyhow, bail};
use nix::unistd::{AccessFlags, Gid, Group, Uid, access, geteuid};
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Its owner, the group and nobody else; and what is made in it is the group's too.
const MODE: u32 = 0o2770;

/// The local room's place.
#[derive(Clone, Debug)]
pub struct Local {
    pub record: PathBuf,
    pub socket: PathBuf,
    pub shared: Option<Shared>,
}

/// Who shares it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The name of the group.
    pub group: String,
    gid: Gid,
    /// Where this user's own pictures of the record are.
    pictures: PathBuf,
}

impl Local {
    /// Looks where it is, and whether this user may be there.
    ///
    /// # Errors
    /// A group or a folder that is not as it must be, in a sentence that says how to make it so.
    pub fn of(settings: &Settings) -> Result<Local> {
        let Some(shared) = &settings.config.local else {
            let socket = settings.paths.room_socket();
            check_socket(&socket, "set XDG_STATE_HOME to a shorter folder")?;
            return Ok(Local {
                record: settings.paths.room_store(),
                socket,
                shared: None,
            });
        };
        let group = group(shared)?;
        check_folder(&shared.folder, &group)?;
        let record = shared.folder.join("room.db");
        let socket = shared.folder.join("room.sock");
        check_socket(&socket, "name a shorter folder under [local]")?;
        no_links(&[
            &record,
            &record.with_extension("db.lock"),
            &record.with_extension("db-wal"),
        ])?;
        Ok(Local {
            record,
            socket,
            shared: Some(Shared {
                group: group.name,
                gid: group.gid,
                pictures: settings.paths.pictures(),
            }),
        })
    }

    /// Where it would be; nothing is looked at.
    pub fn place(settings: &Settings) -> PathBuf {
        match &settings.config.local {
            Some(shared) => shared.folder.clone(),
            None => settings.paths.room_store(),
        }
    }

    /// Takes the record: nobody else has it then. Blocks on the disk.
    ///
    /// # Errors
    /// The store's sentence, and that this user may not write it.
    pub fn open(&self) -> Result<Store> {
        let Some(shared) = &self.shared else {
            return open_store(&self.record);
        };
        self.may_write()?;
        open_shared_store(&self.record, &shared.pictures)
    }

    /// Who is let in; of a record that is there.
    ///
    /// # Errors
    /// It cannot be looked at.
    pub fn owner(&self) -> Result<Owner> {
        let Some(shared) = &self.shared else {
            return Ok(Owner::of_this_process());
        };
        let known = self.record.metadata();
        let known = known.with_context(|| format!("cannot look at {}", self.record.display()))?;
        Ok(Owner::with_group(Uid::from_raw(known.uid()), shared.gid))
    }

    /// The mode of its socket.
    pub fn socket_mode(&self) -> u32 {
        match self.shared {
            Some(_) => 0o660,
            None => 0o600,
        }
    }

    /// Whoever is in the group may be one who may not keep the record: its owner decides by its mode.
    fn may_write(&self) -> Result<()> {
        let Ok(known) = self.record.symlink_metadata() else {
            return Ok(());
        };
        if access(&self.record, AccessFlags::R_OK | AccessFlags::W_OK).is_ok() {
            return Ok(());
        }
        let owner = login(Uid::from_raw(known.uid()));
        bail!(
            "ask {owner} to open `warroom`; the record is theirs, and you may not write it ({}). Nobody keeps the local \
             room just now",
            self.record.display()
        )
    }
}

fn group(shared: &config::Local) -> Result<Group> {
    let (name, place) = (&shared.group.value, shared.group.origin.place());
    let found =
        Group::from_name(name).with_context(|| format!("{place}: the group {name} cannot be looked up"))?;
    let found = found.ok_or_else(|| {
        anyhow!("{place}: this machine has no group {name}; an administrator makes it with: groupadd {name}")
    })?;
    let me = geteuid();
    if !me.is_root() && !is_member(me, found.gid) {
        let (login, folder) = (login(me), shared.folder.display());
        bail!(
            "the local room of this machine ({folder}) is for the group {name}, and you are not in it; an administrator \
             takes you in with: usermod -aG {name} {login}. Or name a hub with --hub"
        );
    }
    Ok(found)
}

/// Whoever could write the folder could lay another room into its place, so it is looked at each time.
fn check_folder(folder: &Path, group: &Group) -> Result<()> {
    let (shown, name) = (folder.display(), &group.name);
    let make = format!("an administrator makes it so with: install -d -o root -g {name} -m 2770 {shown}");
    let known = match folder.symlink_metadata() {
        Ok(known) => known,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no folder {shown} for the local room of the group {name}; {make}")
        }
        Err(error) => bail!("the folder of the local room {shown} cannot be looked at: {error}"),
    };
    if known.is_symlink() {
        bail!("{shown} is a link; name the folder itself under [local], so that nobody can lay it elsewhere");
    }
    if let Some(wrong) = wrong(&known, group) {
        bail!("the folder of the local room {shown} {wrong}; {make}");
    }
    let all = AccessFlags::R_OK | AccessFlags::W_OK | AccessFlags::X_OK;
    if access(folder, all).is_err() {
        bail!("you are in the group {name}, and this session of yours is not yet: sign in again");
    }
    Ok(())
}

/// What is not as it must be, after the name of the folder.
fn wrong(known: &Metadata, group: &Group) -> Option<String> {
    let mode = known.permissions().mode() & 0o7777;
    let owner = Uid::from_raw(known.uid());
    if !known.is_dir() {
        return Some("is not a folder".to_owned());
    }
    if known.gid() != group.gid.as_raw() {
        return Some(format!("does not belong to the group {}", group.name));
    }
    if !owner.is_root() && !is_member(owner, group.gid) {
        return Some(format!(
            "belongs to {}, who is not in the group {}",
            login(owner),
            group.name
        ));
    }
    if mode & 0o007 != 0 {
        return Some(format!("is open to everybody (mode {mode:04o})"));
    }
    (mode != MODE).then(|| format!("has the mode {mode:04o} and not {MODE:04o}"))
}

/// A member could lay a link there to what is another's own.
fn no_links(paths: &[&Path]) -> Result<()> {
    for path in paths {
        let known = path.symlink_metadata();
        if known.is_ok_and(|known| !known.is_file()) {
            bail!(
                "{} is not a file; somebody has laid it there, and the local room does not follow it. Remove it",
                path.display()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::unistd::getegid;
    use std::fs::{Permissions, create_dir, set_permissions, write};
    use std::os::unix::fs::symlink;

    /// A folder of this mode, and what is said of it to the group it belongs to.
    fn said(mode: u32) -> Result<(), String> {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("local");
        create_dir(&folder).unwrap();
        set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
        check_folder(&folder, &own()).map_err(|error| error.to_string())
    }

    fn own() -> Group {
        Group::from_gid(getegid()).unwrap().unwrap()
    }

    #[test]
    fn a_shared_folder_is_its_groups_and_open_to_nobody_else() {
        assert_eq!(said(0o2770), Ok(()));
        for (mode, words) in [
            (0o2777, "open to everybody (mode 2777)"),
            (0o2771, "open to everybody"),
            (0o2750, "has the mode 2750 and not 2770"),
            (0o0770, "has the mode 0770"),
        ] {
            let sentence = said(mode).unwrap_err();
            let name = own().name;
            assert!(sentence.contains(words), "{sentence}");
            assert!(
                sentence.contains(&format!("install -d -o root -g {name} -m 2770 /")),
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_folder_that_is_missing_a_link_or_anothers_is_told() {
        let above = tempfile::tempdir().unwrap();
        let check = |path: &Path, group: &Group| check_folder(path, group).unwrap_err().to_string();
        let missing = check(&above.path().join("none"), &own());
        assert!(
            missing.contains("there is no folder") && missing.contains("install -d"),
            "{missing}"
        );
        let (folder, link) = (above.path().join("local"), above.path().join("link"));
        create_dir(&folder).unwrap();
        set_permissions(&folder, Permissions::from_mode(MODE)).unwrap();
        symlink(&folder, &link).unwrap();
        assert!(check(&link, &own()).contains("is a link"));
        let other = Group {
            gid: Gid::from_raw(3_999_999_999),
            ..own()
        };
        assert!(check(&folder, &other).contains("does not belong to the group"));
        let file = above.path().join("file");
        write(&file, "").unwrap();
        assert!(check(&file, &own()).contains("is not a folder"));
    }

    #[test]
    fn no_link_in_the_shared_folder_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("own"), folder.path().join("room.db"));
        write(&target, "mine").unwrap();
        symlink(&target, &link).unwrap();
        let said = no_links(&[&target, &link]).unwrap_err().to_string();
        assert!(said.contains("room.db is not a file"), "{said}");
        assert!(no_links(&[&target, &folder.path().join("none")]).is_ok());
    }
}
