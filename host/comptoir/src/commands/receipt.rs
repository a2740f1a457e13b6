//! `comptoir receipt`: the text of a receipt, or one more copy of it.

use comptoir_app::{Error, NotFound};
use serde_json::json;

use super::refund::receipt_number;
use super::sale::finish_printing;
use crate::args::ReceiptArgs;
use crate::context::{Context, Done};

pub(super) fn run(args: &ReceiptArgs, context: &Context) -> Done {
    let mut till = context.open()?;
    let number = match &args.number {
        Some(text) => receipt_number(text)?,
        None => {
            let last = till.store().last_sale().map_err(Error::from)?;
            last.ok_or_else(|| Error::from(NotFound::AnySale))?.stamp.number
        }
    };
    let columns = args.columns.as_ref().and_then(|columns| columns.parse().ok());
    let columns = columns.unwrap_or_else(|| till.config().columns());
    let document = if args.reprint {
        till.reprint(&number)?.1
    } else {
        let sale = till.sale(&number)?;
        till.receipt(&sale, 0)?
    };
    let text = document.to_text(columns);
    context.answer(&json!({ "number": number.to_string(), "columns": columns, "text": text }), || text.clone())?;
    if args.reprint { finish_printing(&mut till, context).map(drop) } else { Ok(()) }
}
