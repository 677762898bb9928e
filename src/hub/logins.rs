//! Who is at the other end of the hub's own Unix socket: its owner, a member of the group that shares it, or a stranger.

use crate::domain::ids::Name;
use nix::unistd::{Gid, Uid, User};

/// Who is at the other end of a connection, as far as the connection says.
#[derive(Clone, Debug)]
pub enum Peer {
    /// Anybody.
    Remote,
    /// This machine's user of that login, whose hub it is.
    Owner(Name),
    /// Another user of this machine, in the group that shares it.
    Member(Name),
    /// Any other user of this machine, who is a stranger.
    Stranger,
}

/// Whose hub it is. The owner's login is looked up once: the list of users may be on another machine.
#[derive(Clone, Debug)]
pub struct Owner {
    uid: Uid,
    login: Name,
    administrator: Name,
    /// Who else is let in.
    group: Option<Gid>,
}

impl Owner {
    pub fn of_this_process() -> Self {
        Owner::of(nix::unistd::geteuid())
    }

    /// Of a record that a group shares: it is `uid`'s, and members are let in.
    pub fn with_group(uid: Uid, group: Gid) -> Self {
        Owner {
            group: Some(group),
            ..Owner::of(uid)
        }
    }

    fn of(uid: Uid) -> Self {
        Owner {
            uid,
            login: login(uid),
            administrator: login(Uid::from_raw(0)),
            group: None,
        }
    }

    /// Who a user is to this hub. The system's administrator may do everything anyway. With a group this asks the
    /// system's lists, and may wait for them: who has left the group since then is a stranger.
    pub fn peer(&self, uid: u32) -> Peer {
        let uid = Uid::from_raw(uid);
        let may = |group: Option<Gid>| group.is_none_or(|group| is_member(uid, group));
        match uid {
            uid if uid.is_root() => Peer::Owner(self.administrator.clone()),
            uid if uid == self.uid && may(self.group) => Peer::Owner(self.login.clone()),
            uid if self.group.is_some() && may(self.group) => Peer::Member(login(uid)),
            _ => Peer::Stranger,
        }
    }

    /// True where [`Owner::peer`] may wait.
    pub fn looks_up(&self) -> bool {
        self.group.is_some()
    }
}

/// The login of a user, or `uid-` and the number of one without.
pub fn login(uid: Uid) -> Name {
    let user = User::from_uid(uid).ok().flatten();
    let login = user.map_or_else(|| format!("uid-{uid}"), |user| user.name);
    Name::from(login.as_str())
}

/// By the system's lists: the group is a user's first one, or they are listed in it.
pub fn is_member(uid: Uid, group: Gid) -> bool {
    let user = User::from_uid(uid).ok().flatten();
    user.is_some_and(|user| user.gid == group || is_listed(&user, group))
}

#[cfg(not(target_vendor = "apple"))]
fn is_listed(user: &User, group: Gid) -> bool {
    let Ok(name) = std::ffi::CString::new(user.name.as_str()) else {
        return false;
    };
    nix::unistd::getgrouplist(&name, user.gid).is_ok_and(|groups| groups.contains(&group))
}

#[cfg(target_vendor = "apple")]
fn is_listed(user: &User, group: Gid) -> bool {
    let group = nix::unistd::Group::from_gid(group).ok().flatten();
    group.is_some_and(|group| group.mem.contains(&user.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_user_of_the_machine_is_a_stranger_and_its_administrator_is_not() {
        let owner = Owner::of(Uid::from_raw(4_000));
        assert!(matches!(owner.peer(4_001), Peer::Stranger));
        assert!(matches!(owner.peer(0), Peer::Owner(_)));
        assert!(matches!(owner.peer(4_000), Peer::Owner(name) if name.as_str() == "uid-4000"));
    }

    #[test]
    fn with_a_group_its_members_are_let_in_and_whoever_has_left_it_is_not() {
        // Every system has this user, whose first group it is.
        let root = User::from_uid(Uid::from_raw(0)).unwrap().unwrap();
        assert!(is_member(root.uid, root.gid));
        let nobodys = Gid::from_raw(3_999_999_999);
        assert!(!is_member(root.uid, nobodys));
        let owner = Owner::with_group(Uid::from_raw(4_000), nobodys);
        assert!(matches!(owner.peer(4_000), Peer::Stranger));
        assert!(matches!(owner.peer(4_001), Peer::Stranger));
        assert!(matches!(owner.peer(0), Peer::Owner(_)));
    }
}
