// A page's part between two markers, `<!-- name -->` and `<!-- /name -->`, which is written anew.

/** The page with `part` between the markers; as it is where they are missing. */
export function between(page: string, name: string, part: () => string | undefined): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return page;
  const written = part();
  return written === undefined ? page : `${page.slice(0, from + begin.length)}\n${written}\n${page.slice(to)}`;
}
