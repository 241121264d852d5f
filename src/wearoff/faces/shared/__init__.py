"""What every face uses: words, figures, pages."""
