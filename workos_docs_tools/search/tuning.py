"""Every number of the ranking, and the run that chose it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of the ranking. The runs are of `benchmarks`, on all files but the held-out one.

    Tests and benchmarks pass others: `replace(engine, tuning=Tuning(candidates=20))`.
    """

    fused: int = 100
    """Length of each ranking that is fused. With 50 or 200, page@1 and page@5 differ by less than
    .01, either way (`python -m benchmarks.retrieval`)."""
    rrf_k: int = 60
    """Constant of reciprocal rank fusion: the paper's. Cormack et al. found it near-optimal and
    uncritical; so does `python -m benchmarks.retrieval`."""
    candidates: int = 40
    """Nodes, an API page's languages counted once, that are scored by every signal. 48 or 64 find
    no more and take longer; with 32, page@5 and evidence in the reply are .005 lower
    (`python -m benchmarks.retrieval`)."""
    calls: int = 6
    """Methods of SDKs beside the passages: the first whole, the others in a line. Of the tasks of
    `python -m benchmarks.tasks`, .65 have theirs first, .86 among three, .95 among six."""
    mentioning: int = 10
    """Passages whose mention of a method speaks for it. With them .84 of the tasks of
    `python -m benchmarks.tasks` have theirs among the first two, without .74; with 5 or 20 instead,
    .81 and .84."""
    readme_hits: int = 2
    """Most README sections beside the passages. With them evidence in the reply is, on every file,
    within .01 of what it is without SDKs, or higher (`python -m benchmarks.retrieval --system ours
    --system ours:with-sdks`)."""
    exact_bonus: float = 12.0
    """Bonus of what has the query as its title or name: two standard deviations in each signal.
    With it .97 of the titles and .99 of the API names bring their page first, without it .83 and
    .82 (`python -m benchmarks.retrieval.exact`)."""
    query_characters: int = 2000
    """Characters of a query that count: a log that someone pastes may have a million. No question
    of `python -m benchmarks.retrieval` has an eighth of them, and twice as many can take more than
    a second (`python -m benchmarks.calls`)."""
    start_bonus: float = 48.0
    """Bonus of the page on which the product begins that the query is the name of: with 24, a page
    whose title is another name of it still comes first (`scim`), and with 48 none
    (`python -m benchmarks.retrieval.exact`)."""
    unnamed_product: float = -2.0
    """Added to a page about another company's product that the query does not name: mrr on
    tune-0.2.0 rises from .790 to .793, nothing falls (`python -m benchmarks.retrieval`)."""
    dated: float = 4.0
    """Added to changelog entries where a date or what is new is asked for, and no other days than
    theirs: page@5 rises from .904 to .920 on tune-0.2.0, by .01 on the questions of 0.1.0
    (`python -m benchmarks.retrieval`)."""
    of_period: float = 9.0
    """Added besides to entries of the days that are asked for; with it and `entries` mrr on
    tune-0.2.0 rises from .796 to .798, nothing falls (`python -m benchmarks.retrieval`). With 3, an
    entry of December comes second where November is asked for."""
    newest: float = 6.0
    """Added besides to the newest entry where the newest is asked for, and less to older ones. No
    question of `python -m benchmarks.retrieval` asks so, and none is answered otherwise."""
    entries: int = 8
    """Changelog entries of the days that are asked for, or the newest, that are always candidates:
    a question such as `What did WorkOS add in November?` may share no word with them
    (`python -m benchmarks.retrieval`)."""
    spoken: float = 1.0
    """Added to API pages that have the language asked for: page@5 of the questions of 0.1.0 rises
    from .958 to .979; with 2 page@1 of user-style-0.1.0 falls by .06, with .5 nothing changes
    (`python -m benchmarks.retrieval`)."""
    deprecated: float = -3.0
    """Added to deprecated pages, so that a living one that answers as well comes first; page@1 and
    page@5 stay as they are (`python -m benchmarks.retrieval`)."""
    name_words: int = 2
    """Most words of a query that may be a name: the longest are endpoints, `POST /organizations`
    (`python -m benchmarks.retrieval.exact`)."""
    reranked: int = 20
    """Candidates that a cross-encoder reads: about a second of a small one on two cores, while
    `python -m benchmarks.retrieval` has the page that answers among the first ten."""
    query_tokens: int = 128
    """Tokens of a query for late interaction: a log file that someone pastes has many thousands. No
    question of `python -m benchmarks.retrieval` has as many."""
    cut_to_query: int = 100
    """Passages whose best parts are looked for; others show their beginning. For 2,000 of them a
    query of `query_tokens` would take two seconds (`python -m benchmarks.calls`)."""
    unmet_share: float = 1 / 3
    """Share of a query's tokens, those met worst, that coverage is the mean of
    (`python -m benchmarks.retrieval.calibration`)."""
    length_weight: float = 0.04
    """Weight in coverage of the logarithm of the query's length: some tokens of a long query are
    met nowhere. With this weight keywords and whole sentences are flagged alike
    (`python -m benchmarks.retrieval --by-style`)."""
    min_coverage: float = 0.41
    """Coverage below which the best page is taken not to answer. With the next one it
    flags .03 of the questions that have an answer and .80 of the others, on all files but those
    held out (`python -m benchmarks.retrieval`)."""
    min_coverage_unknown: float = 0.49
    """The same for a query with a name that stands nowhere in the documentation: doubted sooner
    (what is flagged, rightly and wrongly, `python -m benchmarks.retrieval` tells)."""
    relevance_base: float = -9.5
    """Logarithm of the odds that a page answers, before anything is known of it. This and the next
    four were fitted together to the first five pages of all questions but those held out, with or
    without an answer; in tenfold cross-validation, of the pages at .9 to 1.0 answer .92, at .5 to
    .6 .62, below .1 .02 (`python -m benchmarks.retrieval.calibration`)."""
    relevance_coverage: float = 13.2
    """Added to it for each unit of coverage (`python -m benchmarks.retrieval.calibration`)."""
    relevance_standing: float = 0.28
    """Added for each standard deviation, signals and priors together
    (`python -m benchmarks.retrieval.calibration`)."""
    relevance_behind: float = -0.11
    """Added for each that the page is behind the best one
    (`python -m benchmarks.retrieval.calibration`)."""
    relevance_unknown: float = -2.8
    """Added where the query holds a name that stands nowhere
    (`python -m benchmarks.retrieval.calibration`)."""
    usual_coverage: float = 0.45
    """Coverage that a page is taken to have where no token vectors tell it: as well calibrated as
    with them, if less decided (`python -m benchmarks.retrieval.calibration --ablation
    no-late-interaction`)."""
    passage_sizes: tuple[int, ...] = (2400, 1600, 1200, 900, 700)
    """Characters shown of the first pages of a result, the last also of all further ones: together
    with their sources they fill the search tool's 2,000 tokens. The first page gets most because it
    holds the evidence most often: against equal parts, evidence in the reply rises from .79 to .85
    (`python -m benchmarks.retrieval`)."""
    passages: int = 5
    """Passages of a reply whose caller asks for no number (`python -m benchmarks.retrieval`)."""
    passage_tokens: int = 500
    """Tokens of a reply's budget for each passage beyond these. In 4,000 tokens, 8 passages hold
    the evidence for 0 to .03 more questions than 5 do, and for .03 to .06 more than 5 in 2,000
    (`python -m benchmarks.retrieval`)."""

    def passages_in(self, max_tokens: int) -> int:
        """Return how many passages a reply of a size is made of."""
        return max(self.passages, max_tokens // self.passage_tokens)

    def passage_size(self, rank: int) -> int:
        """Return how many characters of a page are shown at a rank (from 1)."""
        return self.passage_sizes[min(rank, len(self.passage_sizes)) - 1]


TUNED = Tuning()
"""The numbers that searches use."""
