//! The cases of a corpus that are requests, byte by byte, to the program's own server.
//!
//! The corpus names addresses of a server that was planned; each stands for the one of ours that does that work.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The address in the corpus, and ours.
const ADDRESSES: [(&str, &str); 5] = [
    ("127.0.0.1:8080", ""),
    ("/api/runs", "/api/assess"),
    ("/api/sites", "/api/assess"),
    ("/api/health", "/api/study"),
    ("/static/app.js", "/js/app.js"),
];

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server, for as long as this is held.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

/// An answer, as far as the cases ask.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Server {
    /// Starts the program on the study that it ships.
    pub(crate) fn start(program: &Path) -> Self {
        let mut child = Command::new(program)
            .args(["serve", "--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://127.0.0.1:")?;
            rest.split(' ').next()?.parse().ok()
        });
        Self {
            child,
            port: port.expect("the server says where it listens"),
        }
    }

    /// Sends a request as it is but for the addresses; `endless` goes on sending what never ends. `None` where no answer comes.
    pub(crate) fn ask(&self, request: &[u8], endless: bool) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        // A server that has heard enough answers and closes: what is still written then fails, and is no matter.
        let mut going = stream.write_all(&self.translated(request)).is_ok();
        let begun = Instant::now();
        let mut chunk = b"10000\r\n".to_vec();
        chunk.resize(chunk.len() + 0x1_0000, b'a');
        chunk.extend(b"\r\n");
        while endless && going && begun.elapsed() < PATIENCE {
            going = stream.write_all(&chunk).is_ok();
        }
        let mut bytes = Vec::new();
        // A connection that is reset after the answer has still given it.
        drop(stream.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        Some(Answer {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        })
    }

    /// The head of the request with our addresses; its body stays as it is.
    fn translated(&self, request: &[u8]) -> Vec<u8> {
        let end = request.windows(4).position(|it| it == b"\r\n\r\n");
        let (head, body) = request.split_at(end.unwrap_or(request.len()));
        let mut head = String::from_utf8(head.to_vec()).unwrap();
        for (theirs, ours) in ADDRESSES {
            let ours = if ours.is_empty() {
                format!("127.0.0.1:{}", self.port)
            } else {
                ours.to_owned()
            };
            head = head.replace(theirs, &ours);
        }
        [head.as_bytes(), body].concat()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
