//! Plain text set in lines: tables in columns, paragraphs wrapped.

/// How wide a paragraph is, in characters.
const WIDTH: usize = 100;

/// A titled table: the first column to the left, the others to the right, two spaces between.
pub(super) fn table(title: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("\n{title}\n");
    if rows.is_empty() {
        return text;
    }
    let head: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
    let width = |column: usize| {
        let cells = std::iter::once(&head)
            .chain(rows)
            .filter_map(|row| row.get(column));
        cells.map(|it| it.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            line += "  ";
            let (before, after) = if column == 0 {
                ("", gap)
            } else {
                (gap.as_str(), String::new())
            };
            line.extend([before, cell, &after]);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// A paragraph after a label, wrapped, its further lines under the first.
pub(super) fn wrapped(label: &str, paragraph: &str) -> String {
    let indent = label.chars().count();
    let (mut text, mut line, mut used) = (String::new(), label.to_owned(), indent);
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if used > indent && used + 1 + length > WIDTH {
            text += line.trim_end();
            text.push('\n');
            (line, used) = (" ".repeat(indent), indent);
        }
        if used > indent {
            line.push(' ');
            used += 1;
        }
        line += word;
        used += length;
    }
    text + line.trim_end() + "\n"
}

/// What stands below a page: what is made up in it, and whom its data are owed to.
pub(super) fn footnotes(illustrative: &[String], attribution: &[String]) -> String {
    let mut text = String::new();
    if !illustrative.is_empty() {
        let what = illustrative.join(", ");
        text += &wrapped(
            "",
            &format!("Illustrative, made up for this study: {what}."),
        );
    }
    for line in attribution {
        text += &wrapped("", line);
    }
    text
}
