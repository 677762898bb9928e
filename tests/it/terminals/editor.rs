//! Somebody's own editor over the room: it has the terminal and every key, and nothing written in it is lost.

use super::super::binary::rig::Rig;
use super::tty::Tty;
use super::{declared, rig};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// Writes what is typed under the heading of the summary; "fail" ends it badly.
const EDITOR: &str = r##"#!/bin/sh
printf x >> "$0.count"
printf 'the editor has it, time %s.\r\n' "$(wc -c < "$0.count" | tr -d ' ')"
read -r answer || exit 9
if [ "$answer" = fail ]; then echo 'half a thought' >> "$1"; exit 3; fi
while IFS= read -r line; do
    printf '%s\n' "$line"
    if [ "$line" = "# Summary" ]; then printf '%s\n' "$answer"; fi
done < "$1" > "$1.new"
mv "$1.new" "$1"
"##;

fn editor(rig: &Rig) -> PathBuf {
    let path = rig.write("editor.sh", EDITOR);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

/// Anything below this folder whose name says that it is a report being edited.
fn kept(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(kept(&entry.path())),
            false if entry.file_name().to_string_lossy().starts_with("warroom-report-") => {
                found.push(entry.path());
            }
            false => {}
        }
    }
    found
}

#[test]
fn the_editor_has_the_terminal_and_the_room_takes_over_what_it_left() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let mut command = hub.command(&[]);
    command
        .env("WARROOM_TOKEN_FILE", &token)
        .env("EDITOR", editor(&rig))
        .env("PATH", "/usr/bin:/bin");
    let mut room = Tty::open(&command, 80, 24);
    room.wait_for(&["Video calls drop", "LIVE"]);
    room.press("r");
    room.wait_for(&["Preliminary", "not begun"]);
    room.press("\r");
    room.wait_for(&["MISSING", "nobody has drafted"]);

    room.press("e");
    room.wait_for(&["the editor has it, time 1."]);
    room.is_left_as_it_was();
    // Letters that would do much in the room: the editor gets every one of them.
    room.press("Calls dropped, quickly: qqq aps.\r");
    room.wait_for(&["dana is writing it"]);
    room.is_taken();
    let report = hub.run(&["report", "rfi", "--kind", "preliminary"]).well();
    assert!(report.contains("Calls dropped, quickly: qqq aps."), "{report}");
    assert_eq!(kept(&rig.path("")), Vec::<PathBuf>::new());

    // One that ends badly, and one that is interrupted: the room goes on and the text is kept.
    room.press("e");
    room.wait_for(&["the editor has it, time 2."]);
    room.press("fail\r");
    room.wait_for(&["Nothing was taken over: the editor ended with status 3."]);
    let [file] = &kept(&rig.path(""))[..] else {
        panic!("one text is kept")
    };
    assert!(fs::read_to_string(file).unwrap().ends_with("half a thought\n"));
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    room.press("\r");
    room.wait_for(&["dana is writing it"]);
    room.press("e");
    room.wait_for(&["the editor has it, time 3."]);
    room.press("\x03");
    room.wait_for(&["Nothing was taken over: the editor was ended by a signal."]);
    assert_eq!(kept(&rig.path("")).len(), 2);
    room.press("\r");
    room.wait_for(&["dana is writing it"]);
    room.press("\x1b");
    room.wait_for(&["Preliminary", "dana is writing it"]);
    room.press("\x1b");
    room.wait_for(&["4 TIMELINE"]);
    room.press("q");
    assert_eq!(room.wait_for_end(), 0);
    room.is_left_as_it_was();

    let mut shell = hub.command(&["report", "draft", "--kind", "preliminary", "--edit"]);
    shell
        .env("WARROOM_TOKEN_FILE", &token)
        .env("EDITOR", "no-such-editor")
        .env("PATH", "/usr/bin:/bin");
    let output = shell.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("set EDITOR") && said.contains("Your text is kept in"),
        "{said}"
    );
}
