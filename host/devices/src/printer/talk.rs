//! One job over a two-way cable: how are you, here it is, is it out?

use std::time::{Duration, Instant};

use super::link::{Link, is_timeout, until};
use super::status::{Answer, Answers, IN_ORDER, Status, question};
use super::{Fault, Sent, Taken};
use crate::reason::Reason;

/// A printer that can answer does so well within this time.
const ANSWER: Duration = Duration::from_millis(500);
/// How long a printer without answers may take to close its side.
const CLOSE: Duration = Duration::from_millis(200);

pub(super) struct Talk<'a> {
    link: &'a mut dyn Link,
    answers: Answers,
    deadline: Instant,
}

impl<'a> Talk<'a> {
    pub(super) fn new(link: &'a mut dyn Link, deadline: Instant) -> Self {
        Self { link, answers: Answers::default(), deadline }
    }

    /// Sends the bytes of a job and notes in `taken` whether the cable took any.
    pub(super) fn job(&mut self, bytes: &[u8], taken: &Taken) -> Result<Sent, Fault> {
        let Some(before) = self.status()? else {
            self.send(bytes, taken)?;
            return self.leave();
        };
        refuse(before)?;
        // Asked while nothing is being printed, so a printer that knows the question answers
        // at once; only then waiting for it afterwards makes sense.
        let tells_when_printed = self.in_order(self.soon())?.is_some();
        self.send(bytes, taken)?;
        if tells_when_printed {
            return self.wait_until_printed();
        }
        let after = self.status()?.ok_or(Fault::Timeout)?;
        refuse(after)?;
        Ok(Sent::Received { paper_low: after.paper_low })
    }

    /// Sends bytes that the printer obeys in whatever state it is.
    pub(super) fn unasked(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.send(bytes, &Taken::default())?;
        self.leave().map(|_| ())
    }

    /// How the printer is; `None` if it does not answer.
    pub(super) fn status(&mut self) -> Result<Option<Status>, Fault> {
        let mut status = Status::default();
        for (i, n) in Status::QUESTIONS.into_iter().enumerate() {
            match self.real_time(n)? {
                Some(answer) => status.add(n, answer),
                None if i == 0 => return Ok(None),
                // Some printers know the first question only.
                None => break,
            }
        }
        if status.fault() == Some(Fault::Offline)
            && let Some(answer) = self.real_time(Status::ERRORS)?
        {
            status.add(Status::ERRORS, answer);
        }
        Ok(Some(status))
    }

    fn wait_until_printed(&mut self) -> Result<Sent, Fault> {
        self.send(&IN_ORDER, &Taken::default())?;
        while Instant::now() < self.deadline {
            if let Some((paper_out, paper_low)) = self.in_order_answer(self.soon())? {
                return if paper_out { Err(Fault::PaperOut) } else { Ok(Sent::Printed { paper_low }) };
            }
            // Still printing, or stopped: a printer without paper never gets to the question.
            if let Some(status) = self.status()? {
                refuse(status)?;
            }
        }
        Err(Fault::Timeout)
    }

    fn real_time(&mut self, n: u8) -> Result<Option<u8>, Fault> {
        self.send(&question(n), &Taken::default())?;
        let wait = self.soon();
        self.receive(wait, |answer| match answer {
            Answer::RealTime(byte) => Some(byte),
            Answer::InOrder { .. } => None,
        })
    }

    fn in_order(&mut self, until: Instant) -> Result<Option<(bool, bool)>, Fault> {
        self.send(&IN_ORDER, &Taken::default())?;
        self.in_order_answer(until)
    }

    fn in_order_answer(&mut self, until: Instant) -> Result<Option<(bool, bool)>, Fault> {
        self.receive(until, |answer| match answer {
            Answer::InOrder { paper_out, paper_low } => Some((paper_out, paper_low)),
            Answer::RealTime(_) => None,
        })
    }

    /// The first wanted answer that comes before `end`.
    fn receive<T>(&mut self, end: Instant, wanted: impl Fn(Answer) -> Option<T>) -> Result<Option<T>, Fault> {
        let mut byte = [0];
        while Instant::now() < end {
            match self.link.read(&mut byte, until(end)) {
                Ok(0) => return Err(Fault::Broken { reason: Reason::Closed }),
                Ok(_) => {
                    if let Some(found) = self.answers.take(byte[0]).and_then(&wanted) {
                        return Ok(Some(found));
                    }
                }
                Err(error) if is_timeout(&error) => {}
                Err(error) => return Err(Fault::Broken { reason: Reason::of_io(&error) }),
            }
        }
        Ok(None)
    }

    fn send(&mut self, mut bytes: &[u8], taken: &Taken) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if Instant::now() >= self.deadline {
                return Err(Fault::Timeout);
            }
            match taken.note(|| self.link.write(bytes, until(self.deadline))) {
                Ok(0) => return Err(Fault::Broken { reason: Reason::Closed }),
                Ok(written) => bytes = &bytes[written..],
                Err(error) if is_timeout(&error) => {}
                Err(error) => return Err(Fault::Broken { reason: Reason::of_io(&error) }),
            }
        }
        Ok(())
    }

    /// Ends with a printer that says nothing, or was not asked: what it did not read yet must not
    /// be thrown away by closing too early.
    fn leave(&mut self) -> Result<Sent, Fault> {
        self.link.end();
        let end = self.deadline.min(Instant::now() + CLOSE);
        match self.receive(end, |_| None::<()>) {
            Ok(_) | Err(Fault::Broken { reason: Reason::Closed }) => Ok(Sent::Unconfirmed),
            Err(fault) => Err(fault),
        }
    }

    fn soon(&self) -> Instant {
        self.deadline.min(Instant::now() + ANSWER)
    }
}

fn refuse(status: Status) -> Result<(), Fault> {
    status.fault().map_or(Ok(()), Err)
}
