//! What conditions on customers are in SQL.
//!
//! Names of columns and functions are ours; all that people type goes into values.

use chrono::{Datelike as _, Days, NaiveDate};
use comptoir_domain::customer::filter::{Condition, Field, Filter, Operand, Order, Span, Sum, Test};
use rusqlite::types::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::search::{Query, fold};
use crate::sql::{Stored as _, in_listed_file};

/// A `WHERE` of `p` (person), `c` (customer) and `i` (indicators), with its values in their order.
pub(super) struct Clause {
    parts: Vec<String>,
    pub(super) values: Vec<Value>,
    today: NaiveDate,
}

impl Clause {
    pub(super) fn of(filter: &Filter, today: NaiveDate) -> Self {
        let mut clause = Self { parts: Vec::new(), values: Vec::new(), today };
        clause.words(&filter.words);
        filter.conditions.iter().for_each(|condition| clause.condition(condition));
        clause
    }

    pub(super) fn sql(&self) -> String {
        if self.parts.is_empty() { String::new() } else { format!("WHERE {}", self.parts.join(" AND ")) }
    }

    fn add(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.parts.push(sql.into());
        self.values.extend(values);
    }

    fn words(&mut self, words: &str) {
        match Query::read(words) {
            Some(query) => {
                let found = "p.row IN (SELECT rowid FROM person_search WHERE person_search MATCH ?)";
                self.add(found, [query.prefix().into()]);
            }
            None if words.trim().is_empty() => {}
            None => self.add("0", []),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.field {
            Field::Department => self.department(&condition.test),
            Field::Postcode => self.postcode(&condition.test),
            Field::Tag => self.tag(&condition.test),
            Field::Group => self.coded("c.customer_group", &condition.test),
            Field::VatRegime => self.regime(&condition.test),
            Field::Card => self.listed("SELECT code FROM card WHERE card.customer = c.row", "code", &condition.test),
            Field::BoughtFrom => self.bought("instr(l.path, '/' || ? || '/') > 0", &condition.test),
            Field::BoughtItem => self.bought("l.sku = ?", &condition.test),
            Field::BirthdayIn => self.birthday_in(&condition.test),
            Field::Phone => self.many("p.phone", "p.more_phones", &condition.test, digits),
            Field::Email => self.many("p.email", "p.more_emails", &condition.test, str::to_lowercase),
            field => self.plain(field, &condition.test),
        }
    }

    /// A field that is one value of its own.
    fn plain(&mut self, field: &Field, test: &Test) {
        let (sql, values) = expression(field, self.today);
        match test {
            Test::Set | Test::Unset if is_flag(field) => {
                let not = if *test == Test::Set { "" } else { "NOT " };
                self.add(format!("{not}({sql})"), values);
            }
            Test::Set => self.add(format!("coalesce({sql}, '') <> ''"), values),
            Test::Unset => self.add(format!("coalesce({sql}, '') = ''"), values),
            Test::Compares(order, operand) => {
                let values = values.into_iter().chain([operand_value(*order, *operand)]);
                self.add(format!("{sql} {} ?", order.sign()), values);
            }
            words => self.folded(&sql, &values, words),
        }
    }

    /// Words compared whatever the case and the accents.
    fn folded(&mut self, sql: &str, values: &[Value], test: &Test) {
        let own = values.iter().cloned();
        match test {
            Test::OneOf(texts) => {
                let folded = texts.iter().map(|text| fold(text).into());
                self.add(format!("fold({sql}) IN ({})", marks(texts.len())), own.chain(folded));
            }
            Test::NoneOf(texts) => {
                let folded = texts.iter().map(|text| fold(text).into());
                self.add(format!("fold(coalesce({sql}, '')) NOT IN ({})", marks(texts.len())), own.chain(folded));
            }
            Test::Contains(text) => {
                self.add(format!("instr(fold({sql}), ?) > 0"), own.chain([fold(text).into()]));
            }
            Test::StartsWith(text) => {
                let start = fold(text);
                let length = i64::try_from(start.len()).unwrap_or(i64::MAX);
                let values = own.chain([length.into(), start.into()]);
                self.add(format!("substr(fold({sql}), 1, ?) = ?"), values);
            }
            Test::Set | Test::Unset | Test::Compares(..) => {}
        }
    }

    /// A code, which is indexed as it is.
    fn coded(&mut self, column: &str, test: &Test) {
        let each = |texts: &[String]| texts.iter().cloned().map(Value::from).collect::<Vec<_>>();
        match test {
            Test::Set => self.add(format!("{column} IS NOT NULL"), []),
            Test::Unset => self.add(format!("{column} IS NULL"), []),
            Test::OneOf(texts) => self.add(format!("{column} IN ({})", marks(texts.len())), each(texts)),
            Test::NoneOf(texts) => {
                self.add(format!("coalesce({column}, '') NOT IN ({})", marks(texts.len())), each(texts));
            }
            Test::StartsWith(start) => self.starts(column, std::slice::from_ref(start), false),
            Test::Contains(text) => self.add(format!("instr({column}, ?) > 0"), [text.clone().into()]),
            Test::Compares(..) => {}
        }
    }

    /// Customers under the normal regime have none written.
    fn regime(&mut self, test: &Test) {
        let lower = |texts: &[String]| texts.iter().map(|text| Value::from(text.to_lowercase())).collect::<Vec<_>>();
        let column = "coalesce(c.vat_regime, 'normal')";
        match test {
            Test::OneOf(texts) if texts.iter().any(|text| text.eq_ignore_ascii_case("normal")) => {
                self.add(format!("{column} IN ({})", marks(texts.len())), lower(texts));
            }
            // The index has what is asked for alone.
            Test::OneOf(texts) => self.add(format!("c.vat_regime IN ({})", marks(texts.len())), lower(texts)),
            Test::NoneOf(texts) => self.add(format!("{column} NOT IN ({})", marks(texts.len())), lower(texts)),
            other => self.coded("c.vat_regime", other),
        }
    }

    fn postcode(&mut self, test: &Test) {
        self.coded("p.postcode", test);
    }

    /// A range of an index, instead of a look at every row.
    fn starts(&mut self, column: &str, starts: &[String], not: bool) {
        let range = format!("({column} >= ? AND {column} < ?)");
        let ranges = vec![range; starts.len()].join(" OR ");
        let values = starts.iter().flat_map(|start| [start.clone().into(), format!("{start}\u{10ffff}").into()]);
        let not = if not { "NOT " } else { "" };
        let sql = if starts.is_empty() { "0".to_owned() } else { format!("{not}({ranges})") };
        self.add(sql, values.collect::<Vec<Value>>());
    }

    /// French departments are starts of postcodes: article 2A is 200 and 201, overseas ones have three digits.
    fn department(&mut self, test: &Test) {
        match test {
            Test::OneOf(numbers) => self.starts("p.postcode", &postcodes(numbers), false),
            Test::NoneOf(numbers) => self.starts("coalesce(p.postcode, '')", &postcodes(numbers), true),
            other => self.coded("p.postcode", other),
        }
    }

    /// Tags are one JSON array of texts, in which each is found with its quotes.
    fn tag(&mut self, test: &Test) {
        let quoted = |text: &String| Value::from(serde_json::Value::from(text.as_str()).to_string());
        match test {
            Test::Set => self.add("p.tags <> '[]'", []),
            Test::Unset => self.add("p.tags = '[]'", []),
            Test::OneOf(tags) => {
                let any = vec!["instr(p.tags, ?) > 0"; tags.len()].join(" OR ");
                self.add(format!("({any})"), tags.iter().map(quoted).collect::<Vec<_>>());
            }
            Test::NoneOf(tags) => {
                let any = vec!["instr(p.tags, ?) > 0"; tags.len()].join(" OR ");
                self.add(format!("NOT ({any})"), tags.iter().map(quoted).collect::<Vec<_>>());
            }
            _ => {}
        }
    }

    /// A list of codes in a table of its own.
    fn listed(&mut self, select: &str, column: &str, test: &Test) {
        let each = |texts: &[String]| texts.iter().cloned().map(Value::from).collect::<Vec<_>>();
        match test {
            Test::Set => self.add(format!("EXISTS ({select})"), []),
            Test::Unset => self.add(format!("NOT EXISTS ({select})"), []),
            Test::OneOf(texts) => {
                self.add(format!("EXISTS ({select} AND {column} IN ({}))", marks(texts.len())), each(texts));
            }
            Test::NoneOf(texts) => {
                self.add(format!("NOT EXISTS ({select} AND {column} IN ({}))", marks(texts.len())), each(texts));
            }
            _ => {}
        }
    }

    /// One of several numbers or addresses: the first one has a column, the others are a JSON array.
    fn many(&mut self, first: &str, more: &str, test: &Test, clean: fn(&str) -> String) {
        let all = format!("lower(coalesce({first}, '') || ' ' || {more})");
        let found = |text: &String| Value::from(clean(text));
        match test {
            Test::Set => self.add(format!("{first} IS NOT NULL"), []),
            Test::Unset => self.add(format!("{first} IS NULL"), []),
            Test::OneOf(texts) => {
                let any = vec![format!("instr({all}, ?) > 0"); texts.len()].join(" OR ");
                self.add(format!("({any})"), texts.iter().map(found).collect::<Vec<_>>());
            }
            Test::NoneOf(texts) => {
                let any = vec![format!("instr({all}, ?) > 0"); texts.len()].join(" OR ");
                self.add(format!("NOT ({any})"), texts.iter().map(found).collect::<Vec<_>>());
            }
            Test::Contains(text) | Test::StartsWith(text) => self.add(format!("instr({all}, ?) > 0"), [found(text)]),
            Test::Compares(..) => {}
        }
    }

    /// Lines of sales, refunds apart.
    fn bought(&mut self, of_line: &str, test: &Test) {
        let (codes, not) = match test {
            Test::OneOf(codes) => (codes.as_slice(), ""),
            Test::NoneOf(codes) => (codes.as_slice(), "NOT "),
            Test::Set => return self.add("coalesce(i.sales, 0) > 0", []),
            _ => return self.add("coalesce(i.sales, 0) = 0", []),
        };
        let any = vec![of_line; codes.len()].join(" OR ");
        let file = in_listed_file!("c.id");
        let sql = format!(
            "{not}EXISTS (SELECT 1 FROM sale s JOIN sale_line l ON l.sale = s.row
             WHERE s.customer {file} AND s.refund_of IS NULL AND l.kind = 'item' AND ({any}))"
        );
        self.add(sql, codes.iter().cloned().map(Value::from).collect::<Vec<_>>());
    }

    /// Birthdays of the next days, as pairs of month and day; 29 February is the 28th of common years.
    fn birthday_in(&mut self, test: &Test) {
        let Test::Compares(order, Operand::Number(days)) = test else {
            let there = if *test == Test::Set { "IS NOT NULL" } else { "IS NULL" };
            return self.add(format!("p.birth_month {there}"), []);
        };
        let days = days.trunc().to_i64().unwrap_or(-1);
        let fits = |away: i64| match order {
            Order::Equal => away == days,
            Order::NotEqual => away != days,
            Order::Below => away < days,
            Order::AtMost => away <= days,
            Order::Above => away > days,
            Order::AtLeast => away >= days,
        };
        let away = (0..365).filter(|away| fits(*away)).filter_map(|away| u64::try_from(away).ok());
        let wished: Vec<String> = away
            .filter_map(|away| self.today.checked_add_days(Days::new(away)))
            .flat_map(|day| {
                let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
                let of_29 = ((day.month(), day.day()) == (2, 28) && !leap).then(|| "229".to_owned());
                [Some((day.month() * 100 + day.day()).to_string()), of_29]
            })
            .flatten()
            .collect();
        self.add(format!("p.birth_month * 100 + p.birth_day IN ({})", wished.join(", ")), []);
    }
}

const fn is_flag(field: &Field) -> bool {
    matches!(field.kind(), comptoir_domain::customer::filter::Kind::Flag)
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// What is asked of a phone number: its digits, at home or abroad.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").or_else(|| digits.strip_prefix('0')).unwrap_or(&digits).to_owned()
}

fn postcodes(numbers: &[String]) -> Vec<String> {
    let starts = |number: &String| match number.to_uppercase().as_str() {
        "2A" => vec!["200".to_owned(), "201".to_owned()],
        "2B" => (202..=206).map(|start| start.to_string()).collect(),
        "20" => vec!["20".to_owned()],
        one if one.len() == 1 => vec![format!("0{one}")],
        other => vec![other.to_owned()],
    };
    numbers.iter().flat_map(starts).collect()
}

fn operand_value(order: Order, operand: Operand) -> Value {
    match operand {
        Operand::Amount(amount) => amount.to_value(),
        Operand::Day(day) => day.to_value(),
        // Counts are whole, and a fraction equals none: at least 2.5 is at least 3, at most 2.5 at most 2.
        Operand::Number(number) => match order {
            Order::Equal | Order::NotEqual if number.fract() != Decimal::ZERO => Value::Null,
            Order::Below | Order::AtLeast => number.ceil().to_i64().unwrap_or(i64::MAX).into(),
            _ => number.floor().to_i64().unwrap_or(i64::MAX).into(),
        },
    }
}

/// The value of a field, and the values in it.
fn expression(field: &Field, today: NaiveDate) -> (String, Vec<Value>) {
    let column = |name: &str| (name.to_owned(), Vec::new());
    match field {
        Field::Name => column("p.sort_key"),
        Field::Title => column("p.title"),
        Field::Company => column("p.company"),
        Field::Street => column("p.street"),
        Field::City => column("p.city"),
        Field::Country => column("p.country"),
        Field::Language => column("p.language"),
        Field::Seller => column("c.seller"),
        Field::Note => column("p.note"),
        Field::Warning => column("p.warning"),
        Field::BirthMonth => column("p.birth_month"),
        Field::Age => {
            let today_of_year = i64::from(today.month() * 100 + today.day());
            let age = "(? - p.birth_year - (p.birth_month * 100 + p.birth_day > ?))".to_owned();
            (age, vec![i64::from(today.year()).into(), today_of_year.into()])
        }
        Field::Since => column("c.since"),
        Field::FirstVisit => column("i.first_visit"),
        Field::LastVisit => column("i.last_visit"),
        Field::Bought(sum, span) => bought(*sum, *span, today),
        // Half up, as everywhere: both are above zero where there are sales.
        Field::AverageBasket => {
            column("CASE WHEN i.sales > 0 THEN (2 * i.revenue_gross + i.sales) / (2 * i.sales) END")
        }
        Field::AccountBalance => {
            let of = in_listed_file!("c.id");
            column(&format!("(SELECT coalesce(sum(e.delta), 0) FROM account_entry e WHERE e.customer {of})"))
        }
        Field::CreditNotes => papers("credit-note"),
        Field::GiftVouchers => papers("gift-voucher"),
        Field::Vouchers => papers("voucher"),
        Field::OnAccount => column("EXISTS (SELECT 1 FROM account a WHERE a.customer = c.id)"),
        Field::Held => column("EXISTS (SELECT 1 FROM account a WHERE a.customer = c.id AND a.hold IS NOT NULL)"),
        Field::Consents(channel) => {
            let last = "coalesce((SELECT granted FROM consent k WHERE k.channel = ? AND k.customer IN (
                     SELECT c.row UNION ALL SELECT j.row FROM merger m JOIN customer j ON j.id = m.absorbed
                     WHERE m.head = c.id)
                 ORDER BY k.row DESC LIMIT 1), 0)";
            (last.to_owned(), vec![channel.name().to_owned().into()])
        }
        Field::NoLoyalty => column("c.no_loyalty"),
        Field::EReceipt => column("c.e_receipt"),
        Field::Moved => column("c.moved"),
        Field::Deceased => column("c.deceased"),
        Field::DoNotContact => column("c.do_not_contact"),
        Field::Custom(key) => {
            let path = format!("$.{}", serde_json::Value::from(key.as_str()));
            ("json_extract(p.custom, ?)".to_owned(), vec![path.into()])
        }
        // The others are no single value, and never come here.
        _ => column("NULL"),
    }
}

fn bought(sum: Sum, span: Span, today: NaiveDate) -> (String, Vec<Value>) {
    let column = match sum {
        Sum::Gross => "revenue_gross",
        Sum::Net => "revenue_net",
        Sum::Margin => "margin",
        Sum::Discounts => "discounts",
        Sum::Sales => "sales",
        Sum::Visits => "visits",
        Sum::Items => "items",
    };
    let Some((first, last)) = span.days(today) else { return (format!("coalesce(i.{column}, 0)"), Vec::new()) };
    let summed = if sum == Sum::Visits { "count(*) FILTER (WHERE d.sales > 0)" } else { "coalesce(sum(d.$), 0)" };
    let sql = format!(
        "(SELECT {} FROM purchase_day d WHERE d.customer = c.row AND d.day BETWEEN ? AND ?)",
        summed.replace('$', column)
    );
    (sql, vec![first.to_value(), last.to_value()])
}

/// What is left on the papers of one kind, spent ones included: they hold nothing.
fn papers(kind: &str) -> (String, Vec<Value>) {
    let sql = concat!(
        "(SELECT coalesce(sum(e.delta), 0) FROM credit k JOIN credit_entry e ON e.credit = k.id WHERE k.customer ",
        in_listed_file!("c.id"),
        " AND k.kind = ?)"
    );
    (sql.to_owned(), vec![kind.to_owned().into()])
}
