//! S3: an address that came from outside is shown and never called, as the system sees it.

use super::rig::{DEADLINE, Hub, Rig, SETTINGS};
use crate::hostile::places;
use crate::hub::access::body_of;
use crate::record::Line;
use crate::terminals::tty::Tty;
use crate::trace::calls;
use crate::trust;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use uuid::Uuid;
use warroom::domain::command::COMMANDS;

/// The one address of the metadata service of clouds, and of this machine and its neighbours, in every way to write them
/// that a reader of addresses has ever taken for another; and what makes a reader open something else than a connection.
const ADDRESSES: &[&str] = &[
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://169.254.169.254:80/",
    "https://169.254.169.254/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xA9.0xFE.0xA9.0xFE/",
    "http://0251.0376.0251.0376/",
    "http://025177524776/",
    "http://169.254.43518/",
    "http://169.16689662/",
    "http://169.254.169.254./",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fe80::1%25eth0]/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://metadata/computeMetadata/v1/",
    "http://instance-data/latest/",
    "http://100.100.100.200/latest/meta-data/",
    "http://192.0.0.192/latest/",
    "http://127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0:7350/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::]:80/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost/",
    "http://LOCALHOST:6379/",
    "http://localhost.localdomain/",
    "http://localtest.me/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1:8080/admin",
    "http://192.168.1.1.nip.io/",
    "http://user:secret@169.254.169.254/",
    "http://127.0.0.1@169.254.169.254/",
    "http://169.254.169.254@example.com/",
    "http://example.com#@169.254.169.254/",
    "http://example.com\\@169.254.169.254/",
    "http://169.254.169.254%00.example.com/",
    "http://169.254.169.254%2f@example.com/",
    "http://example.com:80@169.254.169.254:80/",
    "http:169.254.169.254/",
    "http:///169.254.169.254/",
    "http:\\\\169.254.169.254\\",
    "//169.254.169.254/latest/",
    "\\\\169.254.169.254\\share",
    "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
    "http://xn--e1afmkfd.xn--80akhbyknj4f/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://пример.испытание/",
    "http://127.0.0.1。example.com/",
    "file:///etc/passwd",
    "file://169.254.169.254/share",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stats",
    "ftp://169.254.169.254/",
    "ldap://169.254.169.254:389/x",
    "jar:http://169.254.169.254!/",
    "ws://169.254.169.254/",
    "unix:/var/run/docker.sock",
    "data:text/html,<meta http-equiv=refresh content='0;url=http://169.254.169.254/'>",
    "javascript:fetch('http://169.254.169.254/')",
    "[report](http://169.254.169.254/) ![seen](http://169.254.169.254/pixel.png)",
    "${jndi:ldap://169.254.169.254/a}",
    "<img src=http://169.254.169.254/pixel.png>",
    "ops@[169.254.169.254]",
];

/// Fields that people and programs say something in, as they like.
const FREE: &[&str] = &[
    "title",
    "text",
    "reason",
    "what",
    "question",
    "answer",
    "name",
    "from",
    "hash",
    "workaround",
    "topic",
];

/// Whom a program called or wrote to, but for those it may: `169.254.169.254:80`.
fn called(trace: &str, may: &[&str]) -> Vec<String> {
    let names = ["connect(", "sendto(", "sendmsg(", "sendmmsg("];
    let calls = calls(trace).into_iter();
    calls
        .filter(|call| names.iter().any(|name| call.starts_with(name)))
        .filter_map(|call| whom(&call))
        .filter(|whom| !may.contains(&whom.as_str()))
        .collect()
}

fn whom(call: &str) -> Option<String> {
    let (_, family) = call.split_once("sa_family=")?;
    let quoted = || family.split('"').nth(1).unwrap_or(family).to_owned();
    let port = || {
        family
            .split_once("htons(")
            .and_then(|(_, port)| port.split_once(')'))
    };
    match family.split([',', '}']).next()? {
        "AF_INET" => Some(format!("{}:{}", quoted(), port()?.0)),
        "AF_INET6" => Some(format!("[{}]:{}", quoted(), port()?.0)),
        // Where the names of users are asked for.
        "AF_UNIX" if family.contains("/nscd/") => None,
        "AF_UNIX" => Some(quoted()),
        // The system itself.
        _ => None,
    }
}

/// A program under a tracer that tells whom it calls.
fn strace<'a>(file: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let traced = "trace=connect,sendto,sendmsg,sendmmsg";
    let file = file.to_str().unwrap();
    let always = [
        "-f",
        "-qq",
        // Nothing else stops the program, which is as quick as without a tracer.
        "--seccomp-bpf",
        "-s",
        "0",
        "-e",
        "signal=none",
        "-e",
        traced,
        "-o",
        file,
    ];
    [&["strace"], more, &always[..]].concat()
}

/// The same command, traced.
fn under_strace(inner: &Command, file: &Path) -> Command {
    let words = strace(file, &[]);
    let mut outer = Command::new(words[0]);
    outer
        .args(&words[1..])
        .arg(inner.get_program())
        .args(inner.get_args());
    outer.env_clear();
    outer.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    outer.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    outer
}

/// An API of the team's own that has been taken over: it sends whoever asks on to each of the addresses. Tells every path
/// it is asked for.
fn api() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, paths) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let told = told.clone();
            // One that says nothing holds up none of the others.
            std::thread::spawn(move || send_on(&stream, &told));
        }
    });
    (port, paths)
}

fn send_on(mut stream: &TcpStream, told: &Sender<String>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let address = path
        .rsplit('/')
        .next()
        .and_then(|at| ADDRESSES.get(at.parse::<usize>().ok()?));
    let address = address.copied().unwrap_or_default();
    let (status, location, body) = match path.starts_with("/moved/") {
        true => ("302 Found", format!("Location: {address}\r\n"), String::new()),
        false => {
            let item = json!({ "id": path, "title": address, "status": "firing", "url": address,
                "started_at": "2026-03-02T14:00:00Z", "description": address });
            (
                "200 OK",
                String::new(),
                json!({ "items": [item], "next": address }).to_string(),
            )
        }
    };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{location}Content-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    let _ = told.send(path);
}

/// Settings with a source for every address as a redirect and as a next page.
fn sources(port: u16) -> String {
    let one = |at: usize| {
        format!(
            "[sources.moved-{at}]\nkind = \"incidents\"\nurl = \"http://127.0.0.1:{port}/moved/{at}\"\nevery = \"10m\"\n\
             [sources.next-{at}]\nkind = \"incidents\"\nurl = \"http://127.0.0.1:{port}/next/{at}\"\nevery = \"10m\"\n\
             items = \"items\"\nnext = \"next\"\n"
        )
    };
    (0..ADDRESSES.len()).map(one).collect()
}

/// What a monitor posts, with an address wherever it can have one.
fn alert(at: usize, address: &str) -> Value {
    json!({
        "version": "4", "status": "firing", "receiver": address, "groupKey": address, "externalURL": address,
        "groupLabels": {}, "commonLabels": { "dashboard": address }, "commonAnnotations": {},
        "alerts": [{
            "status": "firing", "fingerprint": format!("f{at}"), "startsAt": "2026-03-02T14:00:00Z",
            "endsAt": "0001-01-01T00:00:00Z", "generatorURL": address, "silenceURL": address, "imageURL": address,
            "labels": { "alertname": address, "service": "video", "instance": address },
            "annotations": { "summary": address, "description": address, "runbook_url": address },
        }],
    })
}

/// A list of everybody, by an address.
fn lists(address: &str) -> Value {
    json!({
        "kind": "import_directory", "from": address, "hash": address,
        "accounts": [
            { "id": "acme", "name": address, "tier": "key", "region": "eu", "products": ["video"], "owner": address,
                "support_plan": address, "do_not_contact": address },
            { "id": address, "name": address, "tier": "named", "region": "eu", "products": ["video"] },
        ],
        "contacts": [{ "id": "ann", "account": "acme", "name": address, "title": address, "email": address,
            "phone": address }],
        "people": [{ "id": "dana", "name": address, "phone": address, "email": address }],
    })
}

/// A command with an address in every field that takes any text.
fn command(kind: &str, address: &str) -> Value {
    let mut body = body_of(kind);
    for place in places(&body) {
        let said = body.pointer_mut(&place).unwrap();
        let field = place.rsplit('/').next().unwrap_or_default();
        // Of the same name elsewhere are times.
        if FREE.contains(&field) && said.as_str().is_some_and(|said| said.len() < 10) {
            *said = json!(address);
        }
    }
    body
}

/// Posts every address into every field; how many were posted, and taken.
fn posted(hub: &Hub) -> (usize, usize) {
    let mut line = Line::to(hub);
    line.declare();
    let (mut posted, mut taken) = (0, 0);
    let mut post = |path: &str, body: &Value| {
        let (status, said) = line.ask("POST", path, &body.to_string()).unwrap();
        assert!(status < 500, "{body}: {said}");
        posted += 1;
        taken += usize::from(status == 200);
    };
    let every = trust::times(8, 1);
    for (at, address) in ADDRESSES.iter().enumerate() {
        post("/v1/hooks/alertmanager", &alert(at, address));
        let own = [lists(address), json!({ "kind": "write_note", "text": address })];
        let kinds = COMMANDS.iter().skip(at % every).step_by(every);
        for mut body in own.into_iter().chain(kinds.map(|row| command(row.kind, address))) {
            body["id"] = json!(Uuid::new_v4());
            post("/v1/commands", &body);
        }
    }
    (posted, taken)
}

/// Whom the verbs call that show it all, beside the hub; and how many verbs there are.
fn shown_by_verbs(rig: &Rig, hub: &Hub) -> (Vec<String>, usize) {
    let verbs: &[&[&str]] = &[
        &["log"],
        &["log", "--json"],
        &["status"],
        &["status", "--json"],
        &["accounts", "list"],
        &["coverage"],
        &["alert", "list"],
        &["brief"],
        &["owed"],
        &["waits"],
        &["asks"],
        &["topics"],
        &["stops"],
        &["report", "list"],
        &["report", "rfi", "--kind", "preliminary"],
        &["doctor"],
    ];
    let file = rig.path("verb.trace");
    let mut others = Vec::new();
    for (at, verb) in verbs.iter().enumerate() {
        let ran = under_strace(&hub.command(verb), &file).output().unwrap();
        let trace = fs::read_to_string(&file).unwrap();
        // The tracer sees calls at all.
        assert!(
            called(&trace, &[]).iter().any(|whom| whom == hub.address()),
            "{verb:?}: {ran:?}"
        );
        let out = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(
            at > 1 || out.contains(ADDRESSES[0]),
            "{verb:?} shows nothing of it: {out}"
        );
        others.extend(called(&trace, &[hub.address()]));
    }
    (others, verbs.len())
}

/// Whom a room calls in which somebody looks about, beside the hub.
fn shown_on_a_screen(rig: &Rig, hub: &Hub) -> Vec<String> {
    let file = rig.path("room.trace");
    let mut room = Tty::open(&under_strace(&hub.command(&[]), &file), 120, 40);
    room.wait_for(&["LIVE"]);
    // Cards, lists and pages; whatever is open is closed again.
    for key in "\robTxg".chars().flat_map(|key| [key, '\x1b']) {
        let since = room.shots();
        room.press(&key.to_string());
        room.wait_for_shots(since + 1);
    }
    let since = room.shots();
    room.press("\x03");
    room.wait_for_sight(since, &["Press Ctrl-C again to leave the room."]);
    room.press("\x03");
    assert_eq!(room.wait_for_end(), 0);
    let trace = fs::read_to_string(&file).unwrap();
    assert!(called(&trace, &[]).iter().any(|whom| whom == hub.address()));
    called(&trace, &[hub.address()])
}

#[test]
fn no_address_that_came_from_outside_is_ever_called() {
    if !trust::has("strace", &["-o", "/dev/null", "true"]) {
        return;
    }
    let (port, paths) = api();
    let rig = Rig::with(&format!("{SETTINGS}{}", sources(port)));
    let file = rig.path("hub.trace");
    let hub = rig.serve_under(&strace(&file, &["-D"]));
    // Every source was asked, and answered with an address.
    let mut asked = BTreeSet::new();
    while asked.len() < 2 * ADDRESSES.len() {
        let path = paths.recv_timeout(DEADLINE).expect("every source is asked");
        if path.starts_with("/moved/") || path.starts_with("/next/") {
            asked.insert(path);
        }
    }
    let (posted, taken) = posted(&hub);
    assert!(
        taken > 3 * ADDRESSES.len(),
        "{taken} of {posted} were taken, which shows little"
    );
    let (by_verbs, verbs) = shown_by_verbs(&rig, &hub);
    let by_the_room = shown_on_a_screen(&rig, &hub);
    hub.killed();
    let trace = fs::read_to_string(&file).unwrap();
    let source = format!("127.0.0.1:{port}");
    assert!(
        called(&trace, &[]).len() >= asked.len(),
        "the tracer saw no call at all"
    );
    let by_the_hub = called(&trace, &[&source]);
    assert_eq!((by_the_hub, by_verbs, by_the_room), (vec![], vec![], vec![]));
    trust::result(
        "S3",
        "addresses from outside, by strace",
        &format!(
            "{} addresses, each as a redirect and a next page of a source, and in {posted} bodies ({taken} taken); shown \
             by {verbs} verbs and a room: 0 called",
            ADDRESSES.len()
        ),
    );
}

#[test]
fn whoever_calls_an_address_is_found() {
    let trace = "7 connect(9, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"169.254.169.254\")}, 16 \
                 <unfinished ...>\n\
        8 sendto(4, \"\"..., 24, MSG_NOSIGNAL, NULL, 0) = 24\n\
        7 <... connect resumed>) = -1 EINPROGRESS (Operation now in progress)\n\
        7 connect(9, {sa_family=AF_INET, sin_port=htons(7350), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n\
        7 connect(9, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \
                 \"::ffff:169.254.169.254\", &sin6_addr), sin6_scope_id=0}, 28) = 0\n\
        7 sendto(9, \"\"..., 33, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), \
                 sin_addr=inet_addr(\"10.0.0.2\")}, 16) = 33\n\
        7 connect(9, {sa_family=AF_UNIX, sun_path=\"/var/run/nscd/socket\"}, 110) = -1 ENOENT\n\
        7 connect(9, {sa_family=AF_UNIX, sun_path=\"/var/run/docker.sock\"}, 110) = 0\n\
        7 sendto(9, \"\"..., 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20\n";
    assert_eq!(
        called(trace, &["127.0.0.1:7350"]),
        [
            "169.254.169.254:80",
            "[::ffff:169.254.169.254]:80",
            "10.0.0.2:53",
            "/var/run/docker.sock"
        ]
    );
}
