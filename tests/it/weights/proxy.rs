//! A road between a screen and its hub that can be closed: silently, or so that both notice.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Open,
    /// Nothing comes through, and nobody is told.
    Silent,
    /// Connections break, and no new one lasts.
    Broken,
}

/// Passes bytes both ways while it is open.
pub struct Proxy {
    address: String,
    shared: Arc<Shared>,
}

struct Shared {
    road: Mutex<Road>,
    changed: Condvar,
}

struct Road {
    way: Way,
    /// Both ends of everything that was taken in.
    streams: Vec<TcpStream>,
}

impl Proxy {
    pub fn to(hub: &str) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Shared {
            road: Mutex::new(Road {
                way: Way::Open,
                streams: Vec::new(),
            }),
            changed: Condvar::new(),
        });
        let (hub, taking) = (hub.to_owned(), shared.clone());
        thread::spawn(move || {
            for screen in listener.incoming().flatten() {
                // A hub that is not there, or a road that is broken: it is dropped, and with that closed.
                let _ = taking.clone().take(screen, &hub);
            }
        });
        Proxy { address, shared }
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn set(&self, way: Way) {
        let mut road = self.shared.road.lock().unwrap();
        road.way = way;
        if way == Way::Broken {
            for stream in road.streams.drain(..) {
                // It may be gone already.
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn take(self: Arc<Self>, screen: TcpStream, hub: &str) -> std::io::Result<()> {
        let hub = TcpStream::connect(hub)?;
        for stream in [&screen, &hub] {
            stream.set_nodelay(true)?;
        }
        {
            let mut road = self.road.lock().unwrap();
            if road.way == Way::Broken {
                return Ok(());
            }
            road.streams.push(screen.try_clone()?);
            road.streams.push(hub.try_clone()?);
        }
        for (from, to) in [(screen.try_clone()?, hub.try_clone()?), (hub, screen)] {
            let shared = self.clone();
            thread::spawn(move || shared.pass(from, to));
        }
        Ok(())
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut chunk = [0; 1 << 14];
        while let Ok(bytes @ 1..) = from.read(&mut chunk) {
            let road = self.road.lock().unwrap();
            let road = self
                .changed
                .wait_while(road, |road| road.way == Way::Silent)
                .unwrap();
            // Written while nobody can close the road, so that nothing comes through once it is.
            if road.way == Way::Broken || to.write_all(&chunk[..bytes]).is_err() {
                break;
            }
        }
        for stream in [from, to] {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
