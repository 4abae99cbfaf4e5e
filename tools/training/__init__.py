"""What `train_model.py` is made of: pairs, batches of them, the model, the loss."""
