//! Figures as a picture of bars: the months of a simulation, the parts of a period.
//!
//! The drawing library counts in floating point: what goes in are cents and ten-thousandths, what comes out are
//! pixels. No money is computed here.
#![allow(clippy::float_arithmetic, reason = "coordinates of pixels, no money")]

use std::io::Write as _;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, register_font};

use crate::context::{Done, Failure};

const WIDTH: u32 = 1_200;
const PANEL: u32 = 360;
const FONT: &[u8] = include_bytes!("../../../screens/ui/fonts/ComptoirSans-Regular.ttf");
const NAME: &str = "comptoir";
const INK: RGBColor = RGBColor(0x1F, 0x29, 0x33);
const GRID: RGBColor = RGBColor(0xE4, 0xE7, 0xEB);
/// Colors of panels.
pub(super) const BARS: [RGBColor; 3] =
    [RGBColor(0x9A, 0xA5, 0xB1), RGBColor(0x0F, 0x76, 0x6E), RGBColor(0xB4, 0x53, 0x09)];

/// One figure for each bar.
pub(super) struct Panel {
    /// Its title.
    pub(super) title: String,
    /// The figures.
    pub(super) bars: Vec<i64>,
    /// Their color.
    pub(super) color: RGBColor,
    /// Writes a figure of the axis.
    pub(super) write: Box<dyn Fn(i64) -> String>,
}

/// Draws panels of bars into a file, one below the other; the names are those of the bars.
pub(super) fn write(file: &Path, panels: &[Panel], names: &[String]) -> Done {
    let height = PANEL * u32::try_from(panels.len()).unwrap_or(1);
    let mut pixels = vec![0; (WIDTH * height * 3) as usize];
    let failed = |problem: String| Failure::Io(format!("{} : {problem}", file.display()));
    draw(&mut pixels, height, panels, names).map_err(failed)?;
    save(file, &pixels, height).map_err(|error| failed(error.to_string()))
}

fn draw(pixels: &mut [u8], height: u32, panels: &[Panel], names: &[String]) -> Result<(), String> {
    register_font(NAME, FontStyle::Normal, FONT).map_err(|_| "font".to_owned())?;
    let root = BitMapBackend::with_buffer(pixels, (WIDTH, height)).into_drawing_area();
    root.fill(&WHITE).map_err(|error| error.to_string())?;
    for (area, panel) in root.split_evenly((panels.len(), 1)).iter().zip(panels) {
        draw_panel(area, panel, names).map_err(|error| error.to_string())?;
    }
    root.present().map_err(|error| error.to_string())
}

type Area<'a> = DrawingArea<BitMapBackend<'a>, plotters::coord::Shift>;

fn draw_panel<'a>(
    area: &Area<'a>,
    panel: &Panel,
    names: &[String],
) -> Result<(), DrawingAreaErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>> {
    let top = panel.bars.iter().copied().max().unwrap_or(0).max(1);
    let low = panel.bars.iter().copied().min().unwrap_or(0).min(0);
    // A tenth of air above the highest bar.
    let (low, top) = (low as f64, top as f64 * 1.1);
    let count = names.len();
    let text = |size: u32| (NAME, size).into_font().color(&INK);
    let mut chart = ChartBuilder::on(area)
        .margin(14)
        .caption(&panel.title, text(24))
        .x_label_area_size(32)
        .y_label_area_size(120)
        .build_cartesian_2d(0.0..count.max(1) as f64, low..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(6)
        .light_line_style(WHITE)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .y_label_style(text(17))
        .y_label_formatter(&|figure: &f64| (panel.write)(figure.round() as i64))
        .draw()?;
    let bar = |(at, figure): (usize, &i64)| {
        let (left, right) = (at as f64 + 0.15, at as f64 + 0.85);
        Rectangle::new([(left, 0.0), (right, *figure as f64)], panel.color.filled())
    };
    chart.draw_series(panel.bars.iter().enumerate().map(bar))?;
    name_bars(area, &chart.plotting_area().get_pixel_range(), names)
}

/// Names below the bars, as many as there is room for.
fn name_bars<'a>(
    area: &Area<'a>,
    (across, down): &(std::ops::Range<i32>, std::ops::Range<i32>),
    names: &[String],
) -> Result<(), DrawingAreaErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>> {
    let count = i32::try_from(names.len()).unwrap_or(i32::MAX).max(1);
    let (origin_x, origin_y) = area.get_base_pixel();
    let step = (count * 75 / (across.end - across.start).max(1)).max(0) + 1;
    let style = (NAME, 17).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Top));
    // A letter is about nine pixels wide.
    let letters = usize::try_from((across.end - across.start) * step / count / 9).unwrap_or(0);
    for (at, name) in (0..).zip(names).filter(|(at, _)| at % step == 0) {
        let middle = across.start + (across.end - across.start) * (2 * at + 1) / (2 * count);
        let name: String = name.chars().take(letters).collect();
        area.draw_text(&name, &style, (middle - origin_x, down.end + 8 - origin_y))?;
    }
    Ok(())
}

/// Writes the picture beside its place and moves it there whole.
fn save(file: &Path, pixels: &[u8], height: u32) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    let unfinished = file.with_extension("png.new");
    let mut out = std::fs::File::create(&unfinished)?;
    out.write_all(&bytes)?;
    out.sync_all()?;
    std::fs::rename(&unfinished, file)
}
