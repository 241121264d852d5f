"""The words of the page of behaviors: title, finding and test of each, in the page's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import behaviors
import behaviors_body as body
import behaviors_neck as neck

if TYPE_CHECKING:
    from collections.abc import Callable

    from behaviors_courses import Behavior


@dataclass(frozen=True)
class Section:
    """One behavior on the page; ``finding`` takes the behavior's numbers by name."""

    test: str
    title: str
    show: Callable[[], Behavior]
    finding: str
    instead: str = ""
    """What is said where no claim names the test."""


SECTIONS = (
    Section(
        "test_onset_within_days",
        "Block and relief begin within days",
        behaviors.onset,
        "In the model a foot muscle's response has fallen by a tenth after {onset:.1f} days and by "
        "{fall:.0f} % after two, and in its first week migraine is {week_1:.1f} headache days in "
        "28 lower than with placebo injections.",
    ),
    Section(
        "test_more_dose_more_block",
        "More toxin blocks more, and never everything",
        body.dose,
        "In the model 1 unit blocks {greatest[0]:.0f} % of a small foot muscle, 10 units "
        "{greatest[3]:.0f} % and 80 units {greatest[6]:.0f} %; no dose passes {ceiling:.0f} %.",
    ),
    Section(
        "test_outcome_peaks_in_weeks_2_to_6",
        "The gain is greatest in weeks 2 to 6",
        behaviors.peaks,
        "In the model the gain over placebo injections is greatest between day {first} and day "
        "{last}, whatever the condition.",
    ),
    Section(
        "test_half_of_the_gain_is_gone_in_weeks_6_to_14",
        "Half of the gain is gone in weeks 6 to 14",
        behaviors.half,
        "In the model half of the gain of a usual dose is gone between day {first} and day {last}, "
        "and a larger dose lasts longer.",
    ),
    Section(
        "test_context_alone_improves",
        "Injections without toxin help too",
        behaviors.context,
        "In the model injections without toxin already give {share:.0f} % of the fall that toxin "
        "shows in weeks 21-24 of chronic migraine; dots and bars are the published trials.",
        instead="neither says so. In trials of migraine most of the fall comes with placebo, too.",
    ),
    Section(
        "test_strong_neck_improves_and_stays_so",
        "A person with a strong neck improves and stays so",
        neck.strong_neck,
        "In the model a person with chronic migraine and a strong neck has {with[0]:.1f} headache "
        "days in 28 in year 1 and {with[4]:.1f} in year 5, against {without[4]:.1f} without toxin.",
    ),
    Section(
        "test_wasted_neck_with_joint_damage_ends_worse",
        "A wasted neck ends worse, if joint load leaves lasting damage",
        neck.wasted_neck,
        "In the model a person with wasted deep muscles has {off_with[4]:.1f} headache days in 28 "
        "in year 5 if joint load leaves nothing behind and {on_with[4]:.1f} if it leaves lasting "
        "damage, which no human study has measured, against {off_without[4]:.1f} without toxin; "
        "each session still brings relief.",
    ),
    Section(
        "test_exercise_undoes_part_of_it",
        "Exercise undoes part of it",
        neck.exercise,
        "In the model a full exercise program from the first day takes away {undone:.0f} % of what "
        "toxin adds by year 5 if joint load leaves lasting damage, which no human study has "
        "measured.",
    ),
    Section(
        "test_patients_differ",
        "Patients differ",
        neck.patients,
        "In the model {worse[off]:.0f} of 100 drawn patients with chronic migraine are worse "
        "off with toxin in year 5 if joint load leaves nothing behind, and {worse[on]:.0f} of 100 "
        "if it leaves lasting damage, which no human study has measured.",
    ),
    Section(
        "test_deep_muscles_protect",
        "Deep muscles protect",
        neck.deep_muscles,
        "In the model a session leaves {with[8]:.1f} % of the load to nobody in a neck with a "
        "fifth of reserve, {with[6]:.1f} % in one without, and {with[1]:.0f} % in a wasted one.",
    ),
    Section(
        "test_bigger_muscles_take_over",
        "Bigger muscles take over",
        neck.bigger_muscles,
        "In the model wasted deep muscles make the big ones work at {wasted[0]:.0f} % of a healthy "
        "neck's drive, and the neck hurts {wasted[1]:.1f} instead of {healthy:.1f} of 10.",
    ),
    Section(
        "test_toxin_takes_support_away",
        "Toxin takes support away, for weeks",
        neck.support,
        "In the model a session takes {lost:.0f} % of the neck's strength; in a wasted neck the "
        "load that nobody carries rises from {before[1]:.0f} to {greatest[1]:.0f} % and is back "
        "within half a year.",
    ),
    Section(
        "test_old_injury_hurts_the_neck",
        "An old injury hurts, without any new damage",
        neck.old_injury,
        "In the model a neck with an old joint injury of 60 % hurts {pain[3]:.0f} instead of "
        "{pain[0]:.0f} of 10, without toxin, and does not get worse.",
    ),
    Section(
        "test_tight_muscle_eases_the_nerve",
        "A relaxed muscle eases the nerve that passes it",
        neck.tight_muscle,
        "In the model the pull of the injected muscles falls to {tightness:.0f} %, which alone "
        "takes {gain[1]:.1f} days in 28 of neck-origin headache away: none at slope 0, "
        "{gain[0]:.1f} at the steepest slope of an assumed range.",
    ),
    Section(
        "test_jaw_pain_and_headache_move_together",
        "Jaw pain and headache move together",
        behaviors.jaw,
        "In the model a session takes {pain:.1f} points of jaw pain and {headache:.1f} headache "
        "days in 28 away, and no headache if jaw and head are not coupled, which the evidence "
        "allows.",
    ),
    Section(
        "test_medication_days_fall_with_headache",
        "Days with acute medication fall with headache",
        behaviors.medication,
        "In the model a person with chronic migraine takes acute medication on {gain:.1f} fewer "
        "days in 28 over the first year than without toxin.",
    ),
    Section(
        "test_burden_falls_with_headache",
        "The burden falls with headache, by little",
        behaviors.burden,
        "In the model the burden of chronic migraine, as a HIT-6 total, is {gain:.1f} points lower "
        "over the first year than without toxin.",
    ),
    Section(
        "test_head_tilt_eases",
        "Head tilt eases",
        behaviors.head_tilt,
        "In the model a session takes the tilt of neck dystonia away for weeks, and the score is "
        "up to {gain:.1f} points lower than without toxin.",
    ),
    Section(
        "test_leg_pain_eases",
        "Leg pain eases",
        behaviors.leg_pain,
        "In the model irritation of the sciatic nerve falls to {pressure:.0f} % and leg pain by "
        "up to {gain:.1f} points of 10 more than without toxin.",
    ),
    Section(
        "test_variant_anatomy_matters",
        "Variant anatomy matters",
        behaviors.variant,
        "In the model leg pain eases by up to {greatest[0]:.1f} points where nerve and muscle "
        "split each other and by {greatest[1]:.1f} where they do not.",
    ),
    Section(
        "test_frown_lines_soften",
        "Frown lines soften",
        body.frown,
        "In the model the frown is down to {least:.0f} % of its strength after a session for "
        "migraine, and half of what is lost is back on day {half}.",
    ),
    Section(
        "test_muscle_is_incompletely_back_a_year_later",
        "The muscle is not quite back a year later",
        body.muscle,
        "In the model a calf has {size[0]:.1f} % of its size a year after one session and "
        "{contractile[1]:.0f} % of its contractile share a year after six: 100 or {most[1]:.0f} % "
        "at the ends of an assumed range.",
    ),
    Section(
        "test_genes_are_back_by_week_12",
        "The gene response is over by week 12",
        body.genes,
        "In the model the gene response is greatest on day {peak} and down to {share[84]:.0f} % of "
        "that in week 12.",
    ),
    Section(
        "test_spindle_is_slower_than_force",
        "Length sense is back later than force",
        body.spindle,
        "In the model half of a forearm's lost force is back on day {force} and half of its lost "
        "length sense on day {reflex}; what that does to support is 0 unless set.",
    ),
    Section(
        "test_synergist_takes_over",
        "The uninjected neighbor takes over",
        body.synergist,
        "In the model the soleus grows to {calf-synergist-5:.1f} % when the calf beside it is "
        "blocked, and the temporalis stiffens to {temporalis-stiff:.0f} % when the masseter "
        "softens to {masseter-stiff:.0f} %; dots and bars are published.",
    ),
    Section(
        "test_remote_effect_is_zero_unless_set",
        "The opposite side keeps its strength unless set otherwise",
        body.remote,
        "In the model the opposite side loses nothing in people unless that is set, and at the top "
        "of the range {lost:.1f} % for weeks.",
    ),
    Section(
        "test_rabbit_loses_contractile_share",
        "A rabbit loses contractile share, a person far less",
        body.rabbit,
        "In the model a rabbit's thigh has {rabbit-6:.0f} % of its contractile share after six "
        "monthly animal doses, a person's calf {person:.0f} % after as many human ones; dots and "
        "bars are published.",
    ),
)
