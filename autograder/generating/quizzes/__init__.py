"""Publishing quiz items: learning platforms, pages, paper; and reading GIFT."""
