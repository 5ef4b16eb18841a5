/// How a report looks: on a screen, light or dark as the reader has it, and on paper.
enum ReportStyle {
  /// Every pair of a text and its ground has a contrast of 4.5 to 1 or more in both schemes. No `<` and no `&`: XML, too,
  /// must read it.
  static let sheet: StaticString = """
    :root {
      color-scheme: light dark;
      --ground: #ffffff; --text: #1c2127; --quiet: #505a66; --rule: #c9d0d8; --panel: #f3f5f8;
      --plus: #0a58a8; --minus: #a03a00; --other: #59636f; --area: #c3d7ee; --mark: #6a2c91;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #11161c; --text: #e7eaee; --quiet: #aab4c0; --rule: #3a444f; --panel: #1a2129;
        --plus: #7fb8f7; --minus: #f2a25c; --other: #9aa5b1; --area: #25405f; --mark: #d3a4f0;
      }
    }
    @media print {
      :root {
        color-scheme: light;
        --ground: #ffffff; --text: #000000; --quiet: #404850; --rule: #b8c0c8; --panel: #f3f5f8;
        --plus: #0a58a8; --minus: #a03a00; --other: #59636f; --area: #c3d7ee; --mark: #6a2c91;
      }
    }
    * { box-sizing: border-box; }
    html { background: var(--ground); }
    body {
      margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; background: var(--ground); color: var(--text);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.75rem; }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--rule); }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; }
    p, ul { margin: 0.6rem 0; max-width: 46rem; }
    li { margin: 0.35rem 0; }
    .lead { font-size: 1.1rem; }
    .verdict { font-weight: 600; }
    .note, figcaption, caption { color: var(--quiet); font-size: 0.92rem; }
    .note { border-left: 3px solid var(--rule); padding-left: 0.75rem; }
    nav { color: var(--quiet); font-size: 0.92rem; }
    nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.1rem; padding: 0; max-width: none; }
    a { color: var(--plus); }
    :focus-visible { outline: 2px solid var(--plus); outline-offset: 2px; }
    dl { margin: 0.75rem 0; display: grid; gap: 0.3rem 1rem; }
    dl div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    .options dl { grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); font-size: 0.92rem; }
    .options dl div { grid-template-columns: 9.5rem 1fr; }
    .wide { overflow-x: auto; margin: 0.9rem 0; }
    table { border-collapse: collapse; font-size: 0.95rem; font-variant-numeric: tabular-nums; }
    caption { text-align: left; padding-bottom: 0.35rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--rule); }
    th, td { overflow-wrap: break-word; }
    th bdi, td bdi { overflow-wrap: anywhere; }
    thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
    tbody th { font-weight: 400; min-width: 6.5rem; max-width: 20rem; }
    th.number, td.number { text-align: right; white-space: nowrap; }
    td svg { display: block; width: 11rem; height: 1.1rem; margin-top: 0.2rem; }
    figure { margin: 1rem 0; }
    figure svg { display: block; width: 100%; min-width: 36rem; height: auto; }
    svg text { font: 12px system-ui, "Noto Sans", "Liberation Sans", sans-serif; fill: var(--text); unicode-bidi: isolate; }
    svg .quiet { fill: var(--quiet); }
    svg .node-name { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }
    svg .end { text-anchor: end; }
    svg .middle { text-anchor: middle; }
    .grid { stroke: var(--rule); stroke-width: 1; }
    .axis { stroke: var(--quiet); stroke-width: 1; }
    .range { fill: var(--area); stroke: var(--other); stroke-width: 0.6; }
    .curve { fill: none; stroke: var(--plus); stroke-width: 2; stroke-linejoin: round; }
    .checked { fill: none; stroke: var(--minus); stroke-width: 1.5; stroke-dasharray: 5 3; }
    .dot { fill: var(--ground); stroke: var(--minus); stroke-width: 1.5; }
    .kept { stroke: var(--mark); stroke-width: 1.5; stroke-dasharray: 2 3; }
    .synapse { fill: none; stroke-opacity: 0.75; }
    .plus { stroke: var(--plus); }
    .minus { stroke: var(--minus); stroke-dasharray: 5 3; }
    .other { stroke: var(--other); }
    .neuron { fill: var(--panel); stroke: var(--text); stroke-width: 1.2; }
    .bar-plus { fill: var(--plus); }
    .bar-minus { fill: var(--ground); stroke: var(--minus); stroke-width: 1.5; }
    .text { max-width: none; }
    .word-plus { background: color-mix(in srgb, var(--plus) var(--level), var(--ground)); }
    .word-minus { background: color-mix(in srgb, var(--minus) var(--level), var(--ground)); text-decoration: underline; }
    .level-1 { --level: 8%; }
    .level-2 { --level: 16%; }
    .level-3 { --level: 24%; }
    .level-4 { --level: 34%; }
    .interval { stroke: var(--plus); stroke-width: 2; }
    .interval-zero { stroke: var(--other); stroke-width: 2; stroke-dasharray: 3 2; }
    .point { fill: var(--text); }
    pre { background: var(--panel); border: 1px solid var(--rule); padding: 0.75rem 1rem; white-space: pre-wrap; }
    code { font: 0.92em ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; }
    footer { margin-top: 3rem; color: var(--quiet); font-size: 0.92rem; }
    @media (max-width: 40rem) {
      dl div, .options dl div { grid-template-columns: 7.5rem 1fr; }
    }
    @media print {
      @page { margin: 18mm 16mm; }
      html { font-size: 9.5pt; }
      body { padding: 0; max-width: none; }
      th, td { padding-right: 0.6rem; }
      td svg { width: 8.5rem; }
      nav { display: none; }
      h1, h2, h3, caption { break-after: avoid; }
      figure, tr, dl div, pre, li { break-inside: avoid; }
      .whole { break-inside: avoid; }
      .wide { overflow: visible; }
      figure svg { min-width: 0; }
      p, li { orphans: 3; widows: 3; }
      thead { display: table-header-group; }
    }
    """
}
