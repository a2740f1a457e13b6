//! The little of HTTP that a control interface on this machine needs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::failure::Failure;

const LIMIT: Duration = Duration::from_secs(10);

/// Sends one request and hands back the body of a 2xx answer.
pub(super) fn request(server: SocketAddr, method: &str, path: &str, json: &str) -> Result<Vec<u8>, Failure> {
    let fail = |what: &dyn std::fmt::Display| Failure::new(format!("{method} http://{server}{path} : {what}"));
    let answer = exchange(server, method, path, json).map_err(|error| fail(&error))?;
    let (head, body) = split(&answer).ok_or_else(|| fail(&"réponse coupée"))?;
    if status(head).is_some_and(|status| (200..300).contains(&status)) {
        return Ok(body.to_vec());
    }
    let line = head.lines().next().unwrap_or_default();
    Err(fail(&format!("{line} {}", String::from_utf8_lossy(body))))
}

/// The server closes after its answer, so that the end needs no counting.
fn exchange(server: SocketAddr, method: &str, path: &str, json: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&server, LIMIT)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    stream.write_all(head_and_body(server, method, path, json).as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

fn head_and_body(server: SocketAddr, method: &str, path: &str, json: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
        json.len()
    )
}

fn split(answer: &[u8]) -> Option<(&str, &[u8])> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    Some((std::str::from_utf8(&answer[..end]).ok()?, &answer[end + 4..]))
}

fn status(head: &str) -> Option<u16> {
    head.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Serves one request with `answer`; hands back the address and, at the end, the request.
    fn serve(answer: &'static str) -> (SocketAddr, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&request).into_owned()
        });
        (address, server)
    }

    #[test]
    fn a_good_answer_gives_its_body() {
        let (address, server) = serve("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        assert_eq!(request(address, "GET", "/x", "").unwrap(), b"ok");
        assert!(server.join().unwrap().starts_with("GET /x HTTP/1.1\r\nHost: 127.0.0.1:"));
    }

    #[test]
    fn a_refusal_tells_status_and_reason() {
        let (address, server) = serve("HTTP/1.1 404 Not Found\r\n\r\nno receipt");
        let said = request(address, "GET", "/x", "").unwrap_err().to_string();
        assert!(said.contains("404 Not Found no receipt"), "{said}");
        server.join().unwrap();
    }

    #[test]
    fn an_answer_without_an_end_of_head_is_refused() {
        let (address, server) = serve("HTTP/1.1 200");
        assert!(request(address, "GET", "/x", "").is_err());
        server.join().unwrap();
    }
}
