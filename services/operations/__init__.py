"""An installation started, stopped, backed up, restored, watched."""
