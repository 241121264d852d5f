"""What `wearoff` says when it is asked nothing."""

from __future__ import annotations

OVERVIEW = """\
wearoff  is it working, when does it wear off, what is underneath, what next

  See it work            wearoff demo
  Your own diary         wearoff analyze diary.csv --injections injections.csv
  In the browser         wearoff serve
  Whatever you have      wearoff import export.csv -o me
  A diary on a phone     wearoff diary -o diary.html
  The year to come       wearoff plan diary.csv --injections injections.csv
  Many diaries together  wearoff pool FOLDER
  A trial's scores       wearoff fit trial.csv
  Published figures      wearoff validate targets.csv
  A trial to be planned  wearoff trial pivotal
  Invented patients      wearoff simulate cervical_dystonia
  Many of them, in SQL   wearoff query FOLDER "SELECT count(*) FROM cohort"
  For other programs     wearoff export cervical_dystonia --to sbml -o neck.xml
  A diary for others     wearoff export diary.csv --to fhir -o diary.json
  A diary for research   wearoff share diary.csv -o diary.zip
  Where a number is from wearoff why kS
  What the texts claim   wearoff claims
  What a document holds  wearoff schema analyze

Informs, does not advise. Nothing leaves this machine. Not a medical device.
"""
