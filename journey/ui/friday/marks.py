"""The icon of each verdict; the word always stands beside it."""

from journey.domain.words import Verdict

MARKS = {
    Verdict.VALIDATED: ":material/check_circle:",
    Verdict.REJECTED: ":material/cancel:",
    Verdict.HARMFUL: ":material/warning:",
    Verdict.TOO_EARLY: ":material/hourglass_top:",
    Verdict.CANT_TELL: ":material/help:",
}
