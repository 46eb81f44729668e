"""The demo: fourteen months of a B2B SaaS onboarding journey, simulated from a seed and told through the same acts."""
