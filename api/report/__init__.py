"""One self-contained HTML page: answers with their graph, notes with their evidence, metrics beside baselines."""
