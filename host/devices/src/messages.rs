//! The words of this crate, French and English: what is wrong with a device and what to do.

use comptoir_domain::language::Language;

use crate::printer::{Connection, ConnectionError, ConnectionProblem, Fault, Printed, PrinterError};
use crate::reason::Reason;
use crate::scanner::LostReason;

/// A fact in words, and the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is wrong: one sentence.
    pub text: String,
    /// What to do: one or two sentences.
    pub hint: String,
}

fn message(language: Language, french: (String, &str), english: (String, &str)) -> Message {
    let (text, hint) = language.pick(french, english);
    Message { text, hint: hint.to_owned() }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.text, self.hint)
    }
}

/// What keeps a printer from printing, and what to do: for a printer that was only asked how it is.
#[must_use]
pub fn printer_fault(trouble: &Fault, connection: &Connection, language: Language) -> Message {
    fault(trouble, connection, language)
}

/// Why a job did not come out, and what to do.
#[must_use]
pub fn printer_error(error: &PrinterError, language: Language) -> Message {
    let mut message = fault(&error.fault, &error.connection, language);
    if error.printed == Printed::Perhaps {
        message.hint.push(' ');
        message.hint.push_str(language.pick(
            "Une partie du ticket est peut-être déjà sortie : vérifiez avant de réimprimer.",
            "A part of the receipt may have come out already: check before printing it again.",
        ));
    }
    message
}

fn fault(fault: &Fault, at: &Connection, language: Language) -> Message {
    match fault {
        Fault::PaperOut => message(
            language,
            (format!("L'imprimante n'a plus de papier ({at})."), "Mettez un rouleau neuf et fermez le capot."),
            (format!("The printer is out of paper ({at})."), "Put in a new roll and close the cover."),
        ),
        Fault::CoverOpen => message(
            language,
            (format!("Le capot de l'imprimante est ouvert ({at})."), "Fermez le capot."),
            (format!("The cover of the printer is open ({at})."), "Close the cover."),
        ),
        Fault::Cutter => message(
            language,
            (
                format!("Le massicot de l'imprimante est bloqué ({at})."),
                "Éteignez l'imprimante, retirez le papier coincé, rallumez-la.",
            ),
            (
                format!("The cutter of the printer is jammed ({at})."),
                "Switch the printer off, remove the jammed paper, switch it on again.",
            ),
        ),
        Fault::Offline => message(
            language,
            (
                format!("L'imprimante est hors ligne ({at})."),
                "Regardez son voyant d'erreur ; au besoin, éteignez-la puis rallumez-la.",
            ),
            (
                format!("The printer is offline ({at})."),
                "Look at its error light; if need be, switch it off and on again.",
            ),
        ),
        Fault::NotReached { reason } => not_reached(reason, at, language),
        Fault::Timeout => message(
            language,
            (
                format!("L'imprimante ne prend pas les données ({at})."),
                "Vérifiez qu'elle est allumée, qu'elle a du papier et que le câble tient.",
            ),
            (
                format!("The printer does not take the data ({at})."),
                "Check that it is on, that it has paper and that the cable holds.",
            ),
        ),
        Fault::Broken { reason } => message(
            language,
            (
                format!("La liaison avec l'imprimante s'est rompue ({at} : {}).", why(reason, Language::French)),
                "Vérifiez le câble ou le réseau.",
            ),
            (
                format!("The connection to the printer broke ({at}: {}).", why(reason, Language::English)),
                "Check the cable or the network.",
            ),
        ),
        Fault::Busy => message(
            language,
            (
                format!("L'imprimante est occupée par une autre impression ({at})."),
                "Attendez la fin, ou éteignez puis rallumez l'imprimante.",
            ),
            (
                format!("The printer is busy with another job ({at})."),
                "Wait for its end, or switch the printer off and on again.",
            ),
        ),
    }
}

fn not_reached(reason: &Reason, at: &Connection, language: Language) -> Message {
    let (french, english) = match at {
        Connection::Tcp { .. } => (
            "Vérifiez qu'elle est allumée et branchée au réseau, et que son adresse est la bonne.",
            "Check that it is on and on the network, and that its address is right.",
        ),
        Connection::Serial { .. } | Connection::UsbFile { .. } => (
            "Vérifiez le câble et l'alimentation, le nom du port, et que votre compte y a accès \
             (sous Linux : groupes « dialout » et « lp »).",
            "Check the cable and the power, the name of the port, and that your account may use \
             it (on Linux: groups `dialout` and `lp`).",
        ),
        Connection::File { .. } => (
            "Vérifiez que le dossier existe et que vous pouvez y écrire.",
            "Check that the folder exists and that you may write there.",
        ),
    };
    let (what_french, what_english) = match at {
        Connection::File { .. } => ("Le fichier d'impression est inaccessible", "The print file cannot be written"),
        _ => ("L'imprimante ne répond pas", "The printer cannot be reached"),
    };
    message(
        language,
        (format!("{what_french} ({at} : {}).", why(reason, Language::French)), french),
        (format!("{what_english} ({at}: {}).", why(reason, Language::English)), english),
    )
}

/// The cause in words that stand after a colon.
fn why(reason: &Reason, language: Language) -> String {
    let (french, english) = match reason {
        Reason::UnknownHost => ("nom inconnu sur le réseau", "no such name on the network"),
        Reason::Refused => ("connexion refusée", "connection refused"),
        Reason::NoAnswer => ("aucune réponse", "no answer"),
        Reason::NotFound => ("fichier ou port introuvable", "no such file or port"),
        Reason::Denied => ("accès refusé", "access denied"),
        Reason::InUse => ("déjà utilisé par un autre programme", "used by another program"),
        Reason::Closed => ("fermée de l'autre côté", "closed by the other side"),
        Reason::Other(detail) => return detail.clone(),
    };
    language.pick(french, english).to_owned()
}

/// What is wrong with a connection that was typed.
#[must_use]
pub fn connection_error(error: &ConnectionError, language: Language) -> Message {
    let text = &error.text;
    let (french, english) = match &error.problem {
        ConnectionProblem::MissingKind => {
            ("il manque le type de liaison".to_owned(), "the kind of connection is missing".to_owned())
        }
        ConnectionProblem::UnknownKind(kind) => {
            (format!("type de liaison inconnu « {kind} »"), format!("unknown kind of connection `{kind}`"))
        }
        ConnectionProblem::MissingHost => ("il manque l'adresse".to_owned(), "the address is missing".to_owned()),
        ConnectionProblem::Port(port) => {
            (format!("« {port} » n'est pas un port (de 1 à 65535)"), format!("`{port}` is not a port (1 to 65535)"))
        }
        ConnectionProblem::MissingPath => ("il manque le chemin".to_owned(), "the path is missing".to_owned()),
        ConnectionProblem::Baud(baud) => (
            format!("« {baud} » n'est pas une vitesse (par exemple 9600)"),
            format!("`{baud}` is not a speed (9600, for example)"),
        ),
    };
    message(
        language,
        (
            format!("Imprimante « {text} » : {french}."),
            "Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, \
             usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.",
        ),
        (
            format!("Printer `{text}`: {english}."),
            "Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, \
             usb:/dev/usb/lp0 or file:/tmp/receipts.bin.",
        ),
    )
}

/// Why a scanner is not heard any more, and what to do.
#[must_use]
pub fn scanner_lost(path: &str, reason: &LostReason, language: Language) -> Message {
    let (french, english) = match reason {
        LostReason::Unplugged => ("il s'est débranché".to_owned(), "it was unplugged".to_owned()),
        LostReason::CannotOpen(reason) => (why(reason, Language::French), why(reason, Language::English)),
    };
    let (french_hint, english_hint) = scanner_hint(reason);
    message(
        language,
        (format!("Le lecteur de codes-barres n'est pas joignable ({path} : {french})."), french_hint),
        (format!("The barcode scanner is not heard ({path}: {english})."), english_hint),
    )
}

fn scanner_hint(reason: &LostReason) -> (&'static str, &'static str) {
    match reason {
        LostReason::CannotOpen(Reason::InUse) => (
            "Fermez l'autre programme : la lecture reprendra d'elle-même. En attendant, tapez les codes.",
            "Close the other program: reading resumes by itself. Until then, type the codes.",
        ),
        LostReason::CannotOpen(Reason::Denied) => (
            "Donnez à votre compte l'accès aux ports série (sous Linux : groupe « dialout »). En attendant, \
             tapez les codes.",
            "Allow your account to use serial ports (on Linux: group `dialout`). Until then, type the codes.",
        ),
        _ => (
            "Rebranchez-le, ou vérifiez le nom du port : la lecture reprendra d'elle-même. En attendant, tapez \
             les codes.",
            "Plug it in again, or check the name of the port: reading resumes by itself. Until then, type the \
             codes.",
        ),
    }
}

/// A scanner is heard again.
#[must_use]
pub fn scanner_back(path: &str, language: Language) -> String {
    match language {
        Language::French => format!("Le lecteur de codes-barres est de nouveau là ({path})."),
        Language::English => format!("The barcode scanner is back ({path})."),
    }
}

/// What a scanner sent was no code.
#[must_use]
pub fn scanner_garbage(path: &str, bytes: usize, language: Language) -> Message {
    message(
        language,
        (
            format!("Le lecteur a envoyé {bytes} octets illisibles ({path})."),
            "Vérifiez la vitesse du port série et le suffixe du lecteur (Entrée).",
        ),
        (
            format!("The scanner sent {bytes} bytes that are no code ({path})."),
            "Check the speed of the serial port and the scanner's suffix (Enter).",
        ),
    )
}

/// The texts of the test page.
pub(crate) struct TestPageWords {
    pub(crate) title: &'static str,
    pub(crate) ruler_hint: &'static str,
    pub(crate) accents_hint: &'static str,
    pub(crate) long_label: &'static str,
    pub(crate) bold: &'static str,
    pub(crate) tall: &'static str,
    pub(crate) wide: &'static str,
    pub(crate) total: &'static str,
    pub(crate) symbols_hint: &'static str,
}

impl TestPageWords {
    pub(crate) const fn of(language: Language) -> Self {
        match language {
            Language::French => Self {
                title: "Page d’essai",
                ruler_hint: "La règle tient sur une ligne ? Sinon, réduisez le nombre de colonnes.",
                accents_hint: "Tous les accents et le signe € sont lisibles ? Sinon, changez de page de \
                               codes.",
                long_label: "Un libellé assez long pour passer à la ligne sans toucher au montant",
                bold: "Gras",
                tall: "Double hauteur",
                wide: "Large",
                total: "TOTAL",
                symbols_hint: "Lisez les trois codes avec votre lecteur.",
            },
            Language::English => Self {
                title: "Test page",
                ruler_hint: "Does the ruler fit on one line? If not, set fewer columns.",
                accents_hint: "Are all accents and the € sign readable? If not, change the code page.",
                long_label: "A label that is long enough to be wrapped without touching the amount",
                bold: "Bold",
                tall: "Double height",
                wide: "Wide",
                total: "TOTAL",
                symbols_hint: "Read the three codes with your scanner.",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn both(message: impl Fn(Language) -> Message) -> String {
        format!("{}\n{}\n", message(Language::French), message(Language::English))
    }

    fn of_fault(connection: &str, fault: Fault, printed: Printed) -> String {
        let error = PrinterError { connection: connection.parse().unwrap(), fault, printed };
        both(|language| printer_error(&error, language))
    }

    #[test]
    fn printer_faults_say_what_to_do() {
        let said = [
            of_fault("tcp:10.0.0.5", Fault::PaperOut, Printed::Nothing),
            of_fault("tcp:10.0.0.5", Fault::PaperOut, Printed::Perhaps),
            of_fault("tcp:10.0.0.5", Fault::CoverOpen, Printed::Nothing),
            of_fault("tcp:10.0.0.5", Fault::Cutter, Printed::Nothing),
            of_fault("tcp:10.0.0.5", Fault::Offline, Printed::Nothing),
            of_fault("tcp:10.0.0.5", Fault::NotReached { reason: Reason::Refused }, Printed::Nothing),
            of_fault("serial:/dev/ttyS0", Fault::NotReached { reason: Reason::Denied }, Printed::Nothing),
            of_fault("file:/x/y", Fault::NotReached { reason: Reason::NotFound }, Printed::Nothing),
            of_fault("usb:/dev/usb/lp0", Fault::Timeout, Printed::Nothing),
            of_fault("tcp:10.0.0.5", Fault::Broken { reason: Reason::Closed }, Printed::Perhaps),
            of_fault("tcp:10.0.0.5", Fault::Busy, Printed::Nothing),
        ];
        expect![[r#"
            L'imprimante n'a plus de papier (tcp:10.0.0.5:9100). Mettez un rouleau neuf et fermez le capot.
            The printer is out of paper (tcp:10.0.0.5:9100). Put in a new roll and close the cover.
            L'imprimante n'a plus de papier (tcp:10.0.0.5:9100). Mettez un rouleau neuf et fermez le capot. Une partie du ticket est peut-être déjà sortie : vérifiez avant de réimprimer.
            The printer is out of paper (tcp:10.0.0.5:9100). Put in a new roll and close the cover. A part of the receipt may have come out already: check before printing it again.
            Le capot de l'imprimante est ouvert (tcp:10.0.0.5:9100). Fermez le capot.
            The cover of the printer is open (tcp:10.0.0.5:9100). Close the cover.
            Le massicot de l'imprimante est bloqué (tcp:10.0.0.5:9100). Éteignez l'imprimante, retirez le papier coincé, rallumez-la.
            The cutter of the printer is jammed (tcp:10.0.0.5:9100). Switch the printer off, remove the jammed paper, switch it on again.
            L'imprimante est hors ligne (tcp:10.0.0.5:9100). Regardez son voyant d'erreur ; au besoin, éteignez-la puis rallumez-la.
            The printer is offline (tcp:10.0.0.5:9100). Look at its error light; if need be, switch it off and on again.
            L'imprimante ne répond pas (tcp:10.0.0.5:9100 : connexion refusée). Vérifiez qu'elle est allumée et branchée au réseau, et que son adresse est la bonne.
            The printer cannot be reached (tcp:10.0.0.5:9100: connection refused). Check that it is on and on the network, and that its address is right.
            L'imprimante ne répond pas (serial:/dev/ttyS0@9600 : accès refusé). Vérifiez le câble et l'alimentation, le nom du port, et que votre compte y a accès (sous Linux : groupes « dialout » et « lp »).
            The printer cannot be reached (serial:/dev/ttyS0@9600: access denied). Check the cable and the power, the name of the port, and that your account may use it (on Linux: groups `dialout` and `lp`).
            Le fichier d'impression est inaccessible (file:/x/y : fichier ou port introuvable). Vérifiez que le dossier existe et que vous pouvez y écrire.
            The print file cannot be written (file:/x/y: no such file or port). Check that the folder exists and that you may write there.
            L'imprimante ne prend pas les données (usb:/dev/usb/lp0). Vérifiez qu'elle est allumée, qu'elle a du papier et que le câble tient.
            The printer does not take the data (usb:/dev/usb/lp0). Check that it is on, that it has paper and that the cable holds.
            La liaison avec l'imprimante s'est rompue (tcp:10.0.0.5:9100 : fermée de l'autre côté). Vérifiez le câble ou le réseau. Une partie du ticket est peut-être déjà sortie : vérifiez avant de réimprimer.
            The connection to the printer broke (tcp:10.0.0.5:9100: closed by the other side). Check the cable or the network. A part of the receipt may have come out already: check before printing it again.
            L'imprimante est occupée par une autre impression (tcp:10.0.0.5:9100). Attendez la fin, ou éteignez puis rallumez l'imprimante.
            The printer is busy with another job (tcp:10.0.0.5:9100). Wait for its end, or switch the printer off and on again.
        "#]].assert_eq(&said.concat());
    }

    #[test]
    fn a_mistyped_connection_is_quoted() {
        let of = |text: &str| {
            let error = text.parse::<Connection>().unwrap_err();
            both(|language| connection_error(&error, language))
        };
        let said = ["192.168.1.50", "lpt:1", "tcp:", "tcp:host:99999", "usb:", "serial:/dev/ttyS0@x"].map(of);
        expect![[r#"
            Imprimante « 192.168.1.50 » : il manque le type de liaison. Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `192.168.1.50`: the kind of connection is missing. Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
            Imprimante « lpt:1 » : type de liaison inconnu « lpt ». Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `lpt:1`: unknown kind of connection `lpt`. Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
            Imprimante « tcp: » : il manque l'adresse. Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `tcp:`: the address is missing. Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
            Imprimante « tcp:host:99999 » : « 99999 » n'est pas un port (de 1 à 65535). Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `tcp:host:99999`: `99999` is not a port (1 to 65535). Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
            Imprimante « usb: » : il manque le chemin. Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `usb:`: the path is missing. Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
            Imprimante « serial:/dev/ttyS0@x » : « x » n'est pas une vitesse (par exemple 9600). Écrivez par exemple tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 ou file:/tmp/tickets.bin.
            Printer `serial:/dev/ttyS0@x`: `x` is not a speed (9600, for example). Write for example tcp:192.168.1.50:9100, serial:/dev/ttyUSB0@9600, usb:/dev/usb/lp0 or file:/tmp/receipts.bin.
        "#]].assert_eq(&said.concat());
    }

    #[test]
    fn scanner_messages() {
        let said = [
            both(|language| scanner_lost("/dev/ttyACM0", &LostReason::Unplugged, language)),
            both(|language| scanner_lost("/dev/ttyACM0", &LostReason::CannotOpen(Reason::InUse), language)),
            both(|language| scanner_lost("/dev/ttyACM0", &LostReason::CannotOpen(Reason::Denied), language)),
            both(|language| scanner_garbage("/dev/ttyACM0", 5000, language)),
            [Language::French, Language::English].map(|language| scanner_back("/dev/ttyACM0", language)).join("\n"),
        ];
        expect![[r#"
            Le lecteur de codes-barres n'est pas joignable (/dev/ttyACM0 : il s'est débranché). Rebranchez-le, ou vérifiez le nom du port : la lecture reprendra d'elle-même. En attendant, tapez les codes.
            The barcode scanner is not heard (/dev/ttyACM0: it was unplugged). Plug it in again, or check the name of the port: reading resumes by itself. Until then, type the codes.
            Le lecteur de codes-barres n'est pas joignable (/dev/ttyACM0 : déjà utilisé par un autre programme). Fermez l'autre programme : la lecture reprendra d'elle-même. En attendant, tapez les codes.
            The barcode scanner is not heard (/dev/ttyACM0: used by another program). Close the other program: reading resumes by itself. Until then, type the codes.
            Le lecteur de codes-barres n'est pas joignable (/dev/ttyACM0 : accès refusé). Donnez à votre compte l'accès aux ports série (sous Linux : groupe « dialout »). En attendant, tapez les codes.
            The barcode scanner is not heard (/dev/ttyACM0: access denied). Allow your account to use serial ports (on Linux: group `dialout`). Until then, type the codes.
            Le lecteur a envoyé 5000 octets illisibles (/dev/ttyACM0). Vérifiez la vitesse du port série et le suffixe du lecteur (Entrée).
            The scanner sent 5000 bytes that are no code (/dev/ttyACM0). Check the speed of the serial port and the scanner's suffix (Enter).
            Le lecteur de codes-barres est de nouveau là (/dev/ttyACM0).
            The barcode scanner is back (/dev/ttyACM0)."#]].assert_eq(&said.concat());
    }
}
