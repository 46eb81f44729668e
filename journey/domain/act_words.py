"""What an act is, as a refusal says it: "close the week", not "week.close"."""

from __future__ import annotations

ACTS = {
    "alert.add": "raise alerts", "alert.check": "raise alerts", "alert.triage": "answer alerts",
    "alert_plan.set": "say how this journey is watched", "change.decide": "give verdicts",
    "board.redo": "do again what was taken back on the map", "board.undo": "take back changes of the map",
    "board.why": "say why the map changes",
    "comment.reopen": "open comments again", "comment.resolve": "settle comments",
    "claim.take": "take anything of the queue in hand",
    "persona.quote": "quote customers on personas", "persona.unquote": "take quotes from personas",
    "channel.send_again": "send messages again", "channel.test": "send test messages",
    "day.change": "say where a day stands", "day.take_part": "say who took part",
    "event.map": "say what events mean", "import.add": "bring in data", "import.redo": "put data back",
    "import.undo": "take data out", "journey.build_demo": "build the demo", "journey.hand_over": "hand over the journey",
    "journey.look": "look at this journey",
    "lesson.restore": "let a dismissal teach again",
    "lesson.undo": "undo what a dismissal taught", "map_share.add": "share the map",
    "map_share.bin": "take back a link to the map", "map_view.save": "save views of the map",
    "map_view.bin": "put views of the map in the bin", "member.set": "give roles",
    "module.better": "change modules of the library", "module.keep": "keep stages in the library",
    "module.part": "part stages from their module", "module.take": "take updates of modules", "module.use": "use modules",
    "map.bring_in": "bring in maps",
    "path.draw": "draw ways that customers take", "path.erase": "take drawn ways off the map",
    "pain.add_evidence": "add evidence", "proposal.accept": "answer proposals", "proposal.decline": "answer proposals",
    "quote.keep": "keep quotes", "reading.add": "note what was heard", "rule.switch": "switch rules on or off",
    "source.count_by": "say what is counted by",
    "source.map_stages": "say what stage names mean", "tag.set": "set tags", "version.restore": "go back to a version of the map",
    "test.count": "keep tests counted by hand", "test.stop": "stop tests",
    "version.save": "save versions of the map", "theme.merge": "merge themes", "theme.rename": "rename themes",
    "theme.split": "split themes", "theme.unmerge": "part merged themes", "view.start": "change team views",
    "week.close": "close the week", "week.reopen": "open the week again", "week.clock": "start the clock of the closing",
    "focus.set": "say what a week is about", "handover.read": "say that somebody is up to date",
    "workshop.join": "take part in workshops", "workshop.lead": "lead workshops", "workshop.note": "write notes in workshops",
    "workshop.plan": "plan workshops", "workshop.put": "put a workshop's notes on the map",
}  # fmt: skip
VERBS = {"add": "add {}", "change": "change {}", "bin": "put {} in the bin", "restore": "bring {} back", "order": "reorder {}"}
NOUNS = {
    "entry": "notes", "opportunity": "opportunities", "pain": "pain points", "pain_point": "pain points", "person": "people",
    "view": "team views", "team_view": "team views", "reading": "what was heard", "rule": "rules for alerts",
    "alert_rule": "rules for alerts", "channel": "channels", "gap": "knowledge gaps", "knowledge_gap": "knowledge gaps",
    "worth": "what metrics are worth", "evidence": "evidence", "interview": "interviews", "feeling": "what personas feel",
}  # fmt: skip


def in_words(act: str) -> str:
    """The act `subject.verb` as it follows "You may not": close the week, add stages."""
    subject, _, verb = act.partition(".")
    noun = NOUNS.get(subject, f"{subject.replace('_', ' ')}s")
    return ACTS.get(act) or VERBS.get(verb, f"{verb.replace('_', ' ')} {{}}").format(noun)
